package dev.duly.query;

import java.util.List;

/** A query that cannot be read: where, and what was expected there. */
public final class QueryException extends IllegalArgumentException {
  private final String query;
  private final int position;
  private final transient List<String> expected;

  /**
   * What is wrong.
   *
   * @param position of the first character that is wrong, from 1
   * @param expected what would be right there; empty if it is not a matter of words
   */
  public QueryException(String query, int position, String problem, List<String> expected) {
    super(
        "the query cannot be read at position "
            + position
            + ": "
            + problem
            + (expected.isEmpty() ? "" : "; expected " + String.join(", ", expected)));
    this.query = query;
    this.position = position;
    this.expected = List.copyOf(expected);
  }

  public int position() {
    return position;
  }

  public List<String> expected() {
    return expected;
  }

  /** The query with a mark under the place, in two lines. */
  public String picture() {
    return query + "\n" + " ".repeat(position - 1) + "^";
  }
}
