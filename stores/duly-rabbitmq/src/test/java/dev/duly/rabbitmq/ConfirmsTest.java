package dev.duly.rabbitmq;

import static org.assertj.core.api.Assertions.assertThat;

import com.rabbitmq.client.AMQP.BasicProperties;
import org.junit.jupiter.api.Test;

class ConfirmsTest {
  private final Confirms confirms = new Confirms(10, 4);

  private Answer of(int place) {
    BasicProperties properties = new BasicProperties.Builder().messageId("id-" + place).build();
    return confirms.of(place, Message.to("q", properties, new byte[0]));
  }

  @Test
  void answers_come_one_by_one_or_for_all_up_to_a_number() {
    confirms.answer(11, false, true);
    assertThat(of(0)).isEqualTo(Answer.UNKNOWN);
    assertThat(of(1)).isEqualTo(Answer.KEPT);
    assertThat(confirms.isComplete()).isFalse();

    confirms.answer(13, true, true);

    assertThat(of(0)).isEqualTo(Answer.KEPT);
    assertThat(of(3)).isEqualTo(Answer.KEPT);
    assertThat(confirms.isComplete()).isTrue();
    confirms.await(() -> 60_000); // returns at once
  }

  @Test
  void what_was_taken_before_is_not_refused_by_a_refusal_of_all() {
    confirms.answer(11, false, true);
    confirms.answer(12, true, false);

    assertThat(of(0)).isEqualTo(Answer.REFUSED);
    assertThat(of(1)).isEqualTo(Answer.KEPT);
    assertThat(of(2)).isEqualTo(Answer.REFUSED);
    assertThat(of(3)).isEqualTo(Answer.UNKNOWN);
  }

  @Test
  void a_message_that_came_back_is_known_though_it_is_confirmed() {
    confirms.unroutable("q", "id-2");
    confirms.answer(13, true, true);

    assertThat(of(1)).isEqualTo(Answer.KEPT);
    assertThat(of(2)).isEqualTo(Answer.UNROUTABLE);
  }

  @Test
  void an_answer_to_an_earlier_batch_and_a_lost_channel_leave_the_rest_unknown() {
    confirms.answer(9, true, true);
    confirms.end();
    confirms.await(() -> 60_000); // returns at once

    assertThat(of(0)).isEqualTo(Answer.UNKNOWN);
  }
}
