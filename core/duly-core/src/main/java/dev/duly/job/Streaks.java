package dev.duly.job;

/**
 * What has happened to a job several times in a row.
 *
 * @param lost leases lost in a row: at three the job is poison
 * @param released free releases in a row: the 21st is a retry
 * @param parked parkings in a row: their delay grows
 */
public record Streaks(int lost, int released, int parked) {
  public static final Streaks NONE = new Streaks(0, 0, 0);

  public Streaks withOneMoreLost() {
    return new Streaks(lost + 1, released, parked);
  }

  public Streaks withOneMoreReleased() {
    return new Streaks(0, released + 1, 0);
  }

  public Streaks withOneMoreParked() {
    return new Streaks(lost, released, parked + 1);
  }
}
