package dev.duly.cli.demo;

import dev.duly.Attempt;
import dev.duly.Handler;
import dev.duly.JobName;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import javax.imageio.ImageIO;

/** Makes photographs small. */
final class Thumbnails implements Handler<Thumbnails.Thumbnail> {
  private static final int WIDTH = 320;

  private final DemoFolder folder;

  @JobName("image.thumbnail")
  record Thumbnail(String image) {}

  Thumbnails(DemoFolder folder) {
    this.folder = folder;
  }

  @Override
  public void handle(Thumbnail job, Attempt attempt) throws IOException {
    Path source = folder.images().resolve(Path.of(job.image()).getFileName());
    BufferedImage image = ImageIO.read(source.toFile());
    int height = image.getHeight() * WIDTH / image.getWidth();
    BufferedImage small = new BufferedImage(WIDTH, height, BufferedImage.TYPE_INT_RGB);
    Graphics2D g = small.createGraphics();
    g.setRenderingHint(
        RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BICUBIC);
    g.drawImage(image, 0, 0, WIDTH, height, null);
    g.dispose();
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ImageIO.write(small, "jpg", out);
    DemoFolder.write(folder.thumbnails().resolve(attempt.id() + ".jpg"), out.toByteArray());
  }
}
