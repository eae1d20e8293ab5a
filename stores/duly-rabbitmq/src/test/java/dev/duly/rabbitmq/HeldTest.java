package dev.duly.rabbitmq;

import static org.assertj.core.api.Assertions.assertThat;

import com.rabbitmq.client.AMQP.BasicProperties;
import dev.duly.rabbitmq.Held.Ack;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableSet;
import java.util.SplittableRandom;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class HeldTest {
  private final Held held = new Held();

  private void arrive(long from, long to, int consumer) {
    for (long tag = from; tag <= to; tag++) {
      held.add(new Delivery(tag, new BasicProperties(), new byte[0], consumer));
    }
  }

  @Test
  void all_up_to_a_tag_are_acknowledged_together() {
    arrive(1, 5, 1);

    assertThat(held.settle(List.of(2L, 1L, 3L))).containsExactly(new Ack(3, true));
    assertThat(held.size()).isEqualTo(2);
  }

  @Test
  void what_an_older_one_holds_back_is_acknowledged_by_itself() {
    arrive(1, 5, 1);

    assertThat(held.settle(List.of(3L, 5L))).containsExactly(new Ack(3, false), new Ack(5, false));
    assertThat(held.settle(List.of(1L, 2L)))
        .as("3 is known no more")
        .containsExactly(new Ack(2, true));
    assertThat(held.settle(List.of(4L))).as("5 is known no more").containsExactly(new Ack(4, true));
  }

  @Test
  void those_of_the_latest_consumer_are_counted() {
    arrive(1, 3, 1);
    assertThat(held.count(1)).isEqualTo(3);
    arrive(4, 5, 2);
    assertThat(held.count(1)).isZero();
    held.settle(List.of(1L, 4L));
    assertThat(held.count(2)).isEqualTo(1);
    assertThat(held.last()).hasValue(5);
    held.clear();
    assertThat(held.count(2)).isZero();
    assertThat(held.last()).isEmpty();
  }

  /** As the server sees it: a tag that it does not know would close the channel. */
  @Test
  void no_tag_is_acknowledged_twice_and_all_are_in_the_end() {
    SplittableRandom random = new SplittableRandom(3);
    TreeSet<Long> atServer = new TreeSet<>();
    List<Long> here = new ArrayList<>();
    long next = 1;
    for (int turn = 0; turn < 2_000; turn++) {
      for (int i = random.nextInt(4); i > 0; i--) {
        arrive(next, next, 1);
        atServer.add(next);
        here.add(next++);
      }
      List<Long> some = new ArrayList<>();
      for (int i = random.nextInt(4); i > 0 && !here.isEmpty(); i--) {
        some.add(here.remove(random.nextInt(here.size())));
      }
      held.settle(some).forEach(ack -> acknowledge(atServer, ack));
    }
    held.settle(here).forEach(ack -> acknowledge(atServer, ack));

    assertThat(next).isGreaterThan(2_000);
    assertThat(atServer).isEmpty();
  }

  private static void acknowledge(NavigableSet<Long> atServer, Ack ack) {
    assertThat(atServer).contains(ack.tag());
    if (ack.multiple()) {
      atServer.headSet(ack.tag(), true).clear();
    } else {
      atServer.remove(ack.tag());
    }
  }
}
