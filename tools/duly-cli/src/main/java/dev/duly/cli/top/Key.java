package dev.duly.cli.top;

/** Keys that are no characters; all others are their code points. */
final class Key {
  static final int NONE = -1;
  static final int END = -2;
  static final int UP = -3;
  static final int DOWN = -4;
  static final int LEFT = -5;
  static final int RIGHT = -6;
  static final int ESCAPE = 27;
  static final int TAB = 9;
  static final int ENTER = 13;
  static final int BACKSPACE = 127;
  static final int CTRL_C = 3;

  private Key() {}

  /** The arrow that a terminal sends as escape, bracket and this letter. */
  static int arrow(int letter) {
    return switch (letter) {
      case 'A' -> UP;
      case 'B' -> DOWN;
      case 'C' -> RIGHT;
      case 'D' -> LEFT;
      default -> NONE;
    };
  }
}
