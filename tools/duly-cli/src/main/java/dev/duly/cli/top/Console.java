package dev.duly.cli.top;

import java.io.IOException;
import java.util.List;

/** Where {@code top} draws and what it is told. Not thread-safe. */
public interface Console extends AutoCloseable {
  /**
   * Waits this long for a key; {@link Key#NONE} if none comes, {@link Key#END} if none ever will.
   */
  int key(long millis) throws IOException;

  int width();

  int height();

  /** Shows these lines and no others. */
  void draw(List<String> lines);

  @Override
  void close() throws IOException;
}
