package dev.duly.cli.top;

import dev.duly.monitor.Picture;
import java.util.List;

/** One page: rows to choose from, and what can be done with the chosen one. Not thread-safe. */
interface Page {
  String name();

  /** What its keys do, for the line at the bottom; each is a character and a word. */
  String keys();

  /** Looks anew; what it shows does not change in between. */
  void look(Picture picture);

  /** What stands above the rows, which may be empty, then the rows. */
  List<String> table();

  default String header() {
    return table().get(0);
  }

  default List<String> rows() {
    return table().subList(1, table().size());
  }

  /** What each row is of, so that the chosen one stays chosen when others come and go. */
  List<String> ids();

  /**
   * Does what the key means for this row, if it means anything.
   *
   * @param row of {@link #rows}, or -1 if there is none
   */
  Done press(int key, int row);

  /** What came of a key. */
  sealed interface Done {
    /** It means nothing here. */
    record Nothing() implements Done {}

    /** It did something, or could not, and this says what. */
    record Said(String text) implements Done {}

    /** It shows this text until the next key. */
    record Shows(String text) implements Done {}

    /** It shows the jobs that fit this query. */
    record Jobs(String query) implements Done {}

    Done NOTHING = new Nothing();
  }
}
