namespace Adversarial.Train;

/// <summary>Writes digits as another hand might: moved, scaled, slanted and turned a little, with noise.</summary>
internal static class Distortion
{
    private const int Side = 8;
    private const float Center = (Side - 1) / 2f;
    private const float Shift = 0.6f;
    private const float Bend = 0.3f;
    private const float Noise = 0.25f;

    /// <summary>Draws an image anew, each pixel between the four nearest of where an affine map takes it.</summary>
    public static void Apply(float[] image, float[] drawn, SeededDraws draws)
    {
        (float right, float down) = (Center + Shift * draws.Signed(), Center + Shift * draws.Signed());
        (float xx, float xy) = (1 + Bend * draws.Signed(), Bend * draws.Signed());
        (float yx, float yy) = (Bend * draws.Signed(), 1 + Bend * draws.Signed());
        for (int y = 0; y < Side; y++)
        {
            for (int x = 0; x < Side; x++)
            {
                float pixel = Between(image, right + xx * (x - Center) + xy * (y - Center), down + yx * (x - Center) + yy * (y - Center));
                drawn[y * Side + x] = Math.Clamp(pixel + Noise * draws.Signed(), 0, 1);
            }
        }
    }

    private static float Between(float[] image, float x, float y)
    {
        (int left, int top) = ((int)MathF.Floor(x), (int)MathF.Floor(y));
        (float right, float below) = (x - left, y - top);
        return (1 - below) * ((1 - right) * Pixel(image, left, top) + right * Pixel(image, left + 1, top))
            + below * ((1 - right) * Pixel(image, left, top + 1) + right * Pixel(image, left + 1, top + 1));
    }

    private static float Pixel(float[] image, int x, int y) => x is >= 0 and < Side && y is >= 0 and < Side ? image[y * Side + x] : 0;
}
