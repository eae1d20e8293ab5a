package dev.duly.job;

/**
 * Why a job waits though it is due.
 *
 * @param code {@code unknown_type} or {@code unreadable_payload}
 * @param detail what the worker that could not run it said; may be empty
 */
public record ParkReason(String code, String detail) {
  private static final String BETWEEN = ": ";

  /** The inverse of {@link #toString}. */
  public static ParkReason parse(String text) {
    int end = text.indexOf(BETWEEN);
    return end < 0
        ? new ParkReason(text, "")
        : new ParkReason(text.substring(0, end), text.substring(end + BETWEEN.length()));
  }

  /** As engines keep it: {@code unreadable_payload: Unrecognized field "cc"}. */
  @Override
  public String toString() {
    return detail.isEmpty() ? code : code + BETWEEN + detail;
  }
}
