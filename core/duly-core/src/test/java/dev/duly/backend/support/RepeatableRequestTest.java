package dev.duly.backend.support;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.duly.backend.BackendException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The number that a request keeps until it was answered with claims. */
class RepeatableRequestTest {
  private final RepeatableRequest request = RepeatableRequest.counted();

  @Test
  void claims_use_the_number_up() {
    request.answered(request.send(() -> List.of("a claim")));

    assertThat(request.number()).isEqualTo(1);
    assertThat(request.isRepeated()).isFalse();
  }

  @Test
  void an_answer_without_claims_leaves_it() {
    request.answered(request.send(List::of));

    assertThat(request.number()).isZero();
  }

  @Test
  void a_lost_answer_makes_the_next_one_the_same_request() {
    assertThatThrownBy(
            () ->
                request.send(
                    () -> {
                      throw new BackendException("lost");
                    }))
        .isInstanceOf(BackendException.class);
    assertThat(request.isRepeated()).isTrue();
    assertThat(request.number()).isZero();

    request.answered(request.send(() -> List.of("the same claim")));

    assertThat(request.isRepeated()).isFalse();
    assertThat(request.number()).isEqualTo(1);
  }

  @Test
  void sessions_share_no_numbers() {
    assertThat(RepeatableRequest.random(1_000).number())
        .isNotEqualTo(RepeatableRequest.random(1_000).number())
        .isNotNegative();
  }
}
