package dev.duly.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duly.job.JobId;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Every id comes back as it was, and those that we make are kept in 17 bytes. */
class IdsTest {
  private static final String DIGITS = "0123456789abcdefghjkmnpqrstvwxyz";

  @Test
  void those_that_we_make_are_short() {
    SplittableRandom random = new SplittableRandom(1);
    for (int i = 0; i < 10_000; i++) {
      StringBuilder text = new StringBuilder("job_").append(DIGITS.charAt(random.nextInt(8)));
      while (text.length() < 30) {
        text.append(DIGITS.charAt(random.nextInt(32)));
      }
      JobId id = new JobId(text.toString());
      byte[] stored = Ids.bytes(id);
      assertThat(stored).hasSize(17).startsWith('~');
      assertThat(Ids.of(stored)).isEqualTo(id);
    }
  }

  @Test
  void others_are_kept_as_they_are() {
    List<String> others =
        List.of(
            "a",
            "job_8" + "0".repeat(25), // no 128 bits
            "job_0" + "0".repeat(24) + "u", // no digit
            "job_0" + "0".repeat(24) + "A",
            "job-0" + "0".repeat(25),
            "job_0" + "0".repeat(24),
            "x".repeat(17));
    for (String other : others) {
      byte[] stored = Ids.bytes(new JobId(other));
      assertThat(Bytes.latin(stored)).isEqualTo(other);
      assertThat(Ids.of(stored).value()).isEqualTo(other);
    }
  }
}
