package dev.duly.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duly.lab.server.PrivateRedis;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("server")
class OnRedisTest {
  @Test
  void everybody_is_greeted_once_and_counted() throws Exception {
    try (PrivateRedis server = PrivateRedis.start()) {
      Queue<String> greeted = new ConcurrentLinkedQueue<>();

      assertThat(OnRedis.greet(server.url(), greeted, "ada", "bob")).isTrue();

      assertThat(greeted).containsExactlyInAnyOrder("ada", "bob");
      assertThat(OnRedis.countOfTheDay(server.url())).isEqualTo(2);
    }
  }

  @Test
  void a_replica_has_the_greeting_before_it_is_acknowledged() throws Exception {
    try (PrivateRedis server = PrivateRedis.start();
        PrivateRedis replica = server.startReplica()) {
      OnRedis.greetForSure(server.url(), "ada");

      assertThat(replica.ask("HLEN duly:{default}:job")).startsWith(":1");
    }
  }
}
