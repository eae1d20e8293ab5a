package dev.duly.lab.history;

/**
 * What the store did to one job, written down by the store itself in the transaction that did it.
 *
 * @param rev the order of the store
 * @param before how the job was; state {@code -} if it was not there
 * @param after how it is; state {@code -} if it is gone
 * @param time of a claim, by the store's clock; else 0
 * @param leaseEnd of the claim that held the job before, by the same clock; 0 if none did
 */
public record Change(long rev, String job, Row before, Row after, long time, long leaseEnd) {

  /**
   * A job as the store has it.
   *
   * @param token of its latest claim
   * @param fence how often it has been claimed
   * @param due by the store's clock
   * @param worker of its latest claim; empty if there was none
   */
  public record Row(
      String state,
      long token,
      long fence,
      int attempts,
      int maxAttempts,
      long due,
      String worker) {
    /** Not there. */
    public static final Row NONE = new Row("-", 0, 0, 0, 0, 0, "");
  }
}
