package dev.duly.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class JobIdsTest {

  @Test
  void a_threads_ids_ascend_even_when_its_clock_stands_or_goes_back() {
    Instant[] now = {Instant.parse("2030-01-01T12:00:00.000999999Z")};
    JobIds ids = new JobIds(() -> now[0]);

    List<String> made =
        Stream.generate(
                () -> {
                  now[0] = now[0].minusNanos(1_000);
                  return ids.next().value();
                })
            .limit(10_000)
            .toList();

    assertThat(made).isSorted().doesNotHaveDuplicates();
  }

  @Test
  void an_id_is_a_uuid_of_version_7_that_begins_with_the_time() {
    Instant now = Instant.parse("2100-01-01T00:00:00.0005Z"); // half of a millisecond

    String id = new JobIds(() -> now).next().value();

    assertThat(id).matches("job_[0-9a-hjkmnp-tv-z]{26}");
    long high = 0;
    for (char digit : id.substring(4, 17).toCharArray()) { // the first 65 bits, the top one zero
      high = (high << 5) | "0123456789abcdefghjkmnpqrstvwxyz".indexOf(digit);
    }
    // 130 bits for 128: the first 13 digits are the two zeros and 63 bits.
    assertThat(high >>> 15).isEqualTo(now.toEpochMilli());
    assertThat((high >>> 11) & 0xf).isEqualTo(7);
    assertThat(high & 0x7ff).isEqualTo(2048 >> 1);
  }
}
