package dev.duly.cli.demo;

import java.awt.Color;
import java.awt.GradientPaint;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import javax.imageio.ImageIO;

/**
 * What the demo's jobs work on, made once: photographs of one to four megapixels and 100,000
 * orders. The same each time.
 */
final class SampleData {
  static final String PRODUCT = "product-";
  static final int PRODUCTS = 500;
  static final int IMAGES = 8;
  static final int ORDERS = 100_000;
  static final List<String> COUNTRIES =
      List.of("NO", "SE", "DK", "FI", "DE", "FR", "IT", "ES", "PL", "NL");

  private SampleData() {}

  static void make(DemoFolder folder) throws IOException {
    for (int i = 0; i < IMAGES; i++) {
      Path file = folder.images().resolve("photo-" + i + ".jpg");
      if (!Files.exists(file)) {
        DemoFolder.write(file, image(i));
      }
    }
    if (!Files.exists(folder.orders())) {
      DemoFolder.write(folder.orders(), orders());
    }
  }

  private static byte[] image(int number) throws IOException {
    double megapixels = 1 + 3.0 * number / (IMAGES - 1);
    int height = (int) Math.sqrt(megapixels * 1_000_000 * 3 / 4);
    int width = height * 4 / 3;
    SplittableRandom random = new SplittableRandom(number);
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    Graphics2D g = image.createGraphics();
    g.setPaint(new GradientPaint(0, 0, color(random), width, height, color(random)));
    g.fillRect(0, 0, width, height);
    for (int i = 0; i < 400; i++) {
      int size = 20 + random.nextInt(height / 4);
      g.setColor(color(random));
      g.fillOval(random.nextInt(width) - size / 2, random.nextInt(height) - size / 2, size, size);
    }
    g.dispose();
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ImageIO.write(image, "jpg", out);
    return out.toByteArray();
  }

  private static Color color(SplittableRandom random) {
    return new Color(random.nextInt(256), random.nextInt(256), random.nextInt(256), 160);
  }

  private static byte[] orders() {
    SplittableRandom random = new SplittableRandom(42);
    StringBuilder csv = new StringBuilder("order,country,product,quantity,cents\n");
    for (int i = 1; i <= ORDERS; i++) {
      csv.append(i)
          .append(',')
          .append(COUNTRIES.get(random.nextInt(COUNTRIES.size())))
          .append(',')
          .append(PRODUCT)
          .append(random.nextInt(PRODUCTS))
          .append(',')
          .append(1 + random.nextInt(9))
          .append(',')
          .append(100 + random.nextInt(50_000))
          .append('\n');
    }
    return csv.toString().getBytes(StandardCharsets.UTF_8);
  }
}
