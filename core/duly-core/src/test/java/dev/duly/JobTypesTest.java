package dev.duly;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Which type a payload class has, and what is wrong with two of a name. */
class JobTypesTest {
  private final JobTypes types = new JobTypes();

  @JobName("mail")
  record Mail(String to) {}

  record Other(int n) {}

  @Test
  void a_type_that_is_registered_after_its_class_was_enqueued_counts_from_then_on() {
    JobType<Mail, Void> special = JobType.of(Mail.class).queue("special");
    assertThat(types.of(Mail.class).queue()).isEqualTo("default");

    types.add(special);

    assertThat(types.of(Mail.class)).isEqualTo(special);
  }

  @Test
  void a_type_registered_twice_with_other_settings_is_an_error_that_says_what_to_write() {
    types.add(JobType.of(Mail.class));

    assertThatThrownBy(
            () -> types.add(JobType.of(Mail.class).queue("special").timeout(Duration.ofMinutes(1))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("queue default and special; timeout PT15M and PT1M")
        .hasMessageContaining("keep it in one constant");
  }

  @Test
  void two_classes_of_one_name_are_told_by_their_names() {
    types.add(JobType.of(Mail.class));

    assertThatThrownBy(() -> types.add(JobType.of("mail", Other.class)))
        .hasMessageContaining("two types are named \"mail\"")
        .hasMessageContaining("Other");
  }

  @Test
  void equal_types_built_twice_are_one() {
    types.add(JobType.of(Mail.class).retry(policy()));
    types.add(JobType.of(Mail.class).retry(policy()));

    assertThat(policy()).isEqualTo(policy()).hasSameHashCodeAs(policy());
    assertThat(policy()).isNotEqualTo(policy().attempts(7));
    assertThat(policy()).isNotEqualTo(policy().giveUpOn(IllegalStateException.class));
    assertThat(policy()).isNotEqualTo(policy().jitter(1));
  }

  private static RetryPolicy policy() {
    return RetryPolicy.fixed(Duration.ofSeconds(3)).giveUpOn(IOException.class);
  }
}
