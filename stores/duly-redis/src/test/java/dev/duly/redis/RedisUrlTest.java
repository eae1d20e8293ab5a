package dev.duly.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.duly.redis.RedisUrl.Kind;
import java.util.Map;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.HostAndPort;

class RedisUrlTest {
  private static RedisUrl parse(String url) {
    return RedisUrl.parse(url, Map.of());
  }

  @Test
  void a_server_with_everything() {
    RedisUrl url = parse("rediss://ana:p%40ss+1@cache.example:7000/3?prefix=shop");

    assertThat(url.kind()).isEqualTo(Kind.STANDALONE);
    assertThat(url.tls()).isTrue();
    assertThat(url.user()).contains("ana");
    assertThat(url.password()).contains("p@ss+1");
    assertThat(url.hosts()).containsExactly(new HostAndPort("cache.example", 7000));
    assertThat(url.database()).isEqualTo(3);
    assertThat(url.prefix()).contains("shop");
    assertThat(url).hasToString("rediss://ana@cache.example:7000/3");
  }

  @Test
  void what_is_left_out_is_what_redis_tools_take() {
    RedisUrl url = RedisUrl.parse("redis://", Map.of("REDISCLI_AUTH", "secret"));

    assertThat(url.hosts()).containsExactly(new HostAndPort("localhost", 6379));
    assertThat(url.password()).contains("secret");
    assertThat(url.user()).isEmpty();
    assertThat(url.database()).isZero();
    assertThat(url).hasToString("redis://localhost:6379");
    assertThat(parse("redis://[::1]:7000").hosts()).containsExactly(new HostAndPort("::1", 7000));
  }

  @Test
  void sentinels_and_the_name_of_the_primary() {
    RedisUrl url = parse("redis-sentinel://:secret@a,b:26380/main/2");

    assertThat(url.kind()).isEqualTo(Kind.SENTINEL);
    assertThat(url.hosts())
        .containsExactly(new HostAndPort("a", 26379), new HostAndPort("b", 26380));
    assertThat(url.master()).contains("main");
    assertThat(url.database()).isEqualTo(2);
    assertThat(url).hasToString("redis-sentinel://a:26379,b:26380/main/2");
  }

  @Test
  void some_nodes_of_a_cluster() {
    RedisUrl url = parse("rediss-cluster://a:7000,b:7001");

    assertThat(url.kind()).isEqualTo(Kind.CLUSTER);
    assertThat(url.tls()).isTrue();
    assertThat(url.hosts()).containsExactly(new HostAndPort("a", 7000), new HostAndPort("b", 7001));
  }

  @Test
  void all_that_is_wrong_is_told_at_once_but_never_the_password() {
    assertRefused("http://a", "a Redis URL is redis://user:password@host:port/database");
    assertRefused(
        "redis://:secret@a:0,b:70000/x",
        "\"a:0\" is no host with a port from 1 to 65535",
        "\"b:70000\" is no host",
        "database must be a number, was \"x\"");
    assertRefused("redis://a,b", "several hosts are a redis-cluster://");
    assertRefused("redis-sentinel://a", "the name of the primary is missing");
    assertRefused("redis-cluster://a/1", "a Cluster has no databases");
  }

  private static void assertRefused(String url, String... words) {
    assertThatThrownBy(() -> parse(url))
        .isInstanceOf(IllegalArgumentException.class)
        .satisfies(e -> assertThat(e.getMessage()).contains(words).doesNotContain("secret"));
  }

  @Test
  void a_prefix_is_letters_digits_and_lines() {
    assertThat(RedisOptions.DEFAULT.withPrefix("shop_1-a").prefix()).isEqualTo("shop_1-a");
    assertThatThrownBy(() -> RedisOptions.DEFAULT.withPrefix("a:{b}"))
        .hasMessageContaining("prefix must be 1 to 64 letters, digits, _ and -, was \"a:{b}\"");
    assertThatThrownBy(() -> RedisOptions.DEFAULT.withCompletedMax(-1))
        .hasMessageContaining("completedMax must not be negative, was -1");
  }
}
