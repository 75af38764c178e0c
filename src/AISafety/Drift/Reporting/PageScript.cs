namespace AISafety.Drift.Reporting;

/// <summary>Sorts and filters the table; without it the page is whole, in the order of the verdicts.</summary>
internal static class PageScript
{
    public const string Text = """
        (() => {
          const table = document.getElementById('features'), body = table.tBodies[0];
          const heads = [...table.tHead.rows[0].cells], rows = [...body.rows];
          const only = document.getElementById('only'), find = document.getElementById('find');
          const order = document.getElementById('order'), shown = document.getElementById('shown');
          const ascendingFirst = new Set([0, 4]);
          const compare = (a, b, sign) => {
            if (a === '' || b === '') return (a === '') - (b === '');
            const x = Number(a), y = Number(b);
            return sign * (Number.isNaN(x) || Number.isNaN(y) ? a.localeCompare(b) : x - y);
          };
          const sort = (column, direction) => {
            const sign = direction === 'ascending' ? 1 : -1;
            rows.sort((a, b) => compare(a.cells[column].dataset.sort, b.cells[column].dataset.sort, sign));
            body.append(...rows);
            heads.forEach((head, i) => { if (head.hasAttribute('aria-sort')) head.setAttribute('aria-sort', i === column ? direction : 'none'); });
            order.value = String(column);
          };
          const filter = () => {
            const wanted = find.value.trim().toLowerCase();
            let count = 0;
            for (const row of rows) {
              row.hidden = (only.checked && row.dataset.drifted !== '1') || !row.cells[0].dataset.sort.toLowerCase().includes(wanted);
              count += row.hidden ? 0 : 1;
            }
            shown.textContent = count + ' of ' + rows.length + ' features shown';
          };
          heads.forEach((head, i) => head.querySelector('button')?.addEventListener('click', () => {
            const first = ascendingFirst.has(i) ? 'ascending' : 'descending';
            const now = head.getAttribute('aria-sort');
            sort(i, now === 'none' ? first : now === 'ascending' ? 'descending' : 'ascending');
          }));
          order.value = '1';
          order.addEventListener('change', () => sort(Number(order.value), ascendingFirst.has(Number(order.value)) ? 'ascending' : 'descending'));
          only.addEventListener('change', filter);
          find.addEventListener('input', filter);
          const controls = document.getElementById('controls');
          controls.addEventListener('submit', event => event.preventDefault());
          controls.hidden = false;
          filter();
        })();
        """;
}
