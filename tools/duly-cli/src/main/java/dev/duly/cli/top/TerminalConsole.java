package dev.duly.cli.top;

import java.io.IOException;
import java.util.List;
import org.jline.terminal.Attributes;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;
import org.jline.utils.NonBlockingReader;

/**
 * The terminal of this process, on its second screen, so that the first is as it was afterwards.
 */
public final class TerminalConsole implements Console {
  private static final long ESCAPE_MILLIS = 50;
  private static final int WIDTH_DEFAULT = 100;
  private static final int HEIGHT_DEFAULT = 30;

  private final Terminal terminal;
  private final Attributes before;

  /**
   * Takes it.
   *
   * @throws IOException if there is none
   */
  public TerminalConsole() throws IOException {
    terminal = TerminalBuilder.builder().system(true).dumb(false).build();
    before = terminal.enterRawMode();
    terminal.writer().print("\u001b[?1049h\u001b[?25l\u001b[2J");
    terminal.flush();
  }

  @Override
  public int key(long millis) throws IOException {
    NonBlockingReader reader = terminal.reader();
    int c = reader.read(millis);
    if (c == NonBlockingReader.READ_EXPIRED) {
      return Key.NONE;
    } else if (c == NonBlockingReader.EOF) {
      return Key.END;
    } else if (c == '\n') {
      return Key.ENTER;
    } else if (c == '\b') {
      return Key.BACKSPACE;
    } else if (c != Key.ESCAPE) {
      return c;
    }
    int next = reader.read(ESCAPE_MILLIS);
    return next == '[' || next == 'O' ? Key.arrow(reader.read(ESCAPE_MILLIS)) : Key.ESCAPE;
  }

  @Override
  public int width() {
    return terminal.getSize().getColumns() > 0 ? terminal.getSize().getColumns() : WIDTH_DEFAULT;
  }

  @Override
  public int height() {
    return terminal.getSize().getRows() > 0 ? terminal.getSize().getRows() : HEIGHT_DEFAULT;
  }

  @Override
  public void draw(List<String> lines) {
    // Each line is cleared to its end and the rest below: nothing flickers.
    terminal.writer().print("\u001b[H" + String.join("\u001b[K\r\n", lines) + "\u001b[K\u001b[J");
    terminal.flush();
  }

  @Override
  public void close() throws IOException {
    terminal.writer().print("\u001b[?25h\u001b[?1049l");
    terminal.flush();
    terminal.setAttributes(before);
    terminal.close();
  }
}
