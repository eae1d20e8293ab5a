package dev.duly.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duly.lab.server.PrivateRedis;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import redis.clients.jedis.UnifiedJedis;

/** Tables as the server's own cmsgpack reads them, at the sizes where their form changes. */
@Tag("server")
class PackedTest {
  private static PrivateRedis server;
  private static UnifiedJedis redis;

  @BeforeAll
  static void start() {
    server = PrivateRedis.start();
    redis = Clients.of(RedisUrl.parse(server.url(), Map.of()));
  }

  @AfterAll
  static void stop() {
    redis.close();
    server.close();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 31, 32, 255, 256, 65_535, 65_536, 300_000})
  void bytes_of_every_length_come_back(int length) {
    byte[] bytes = new byte[length];
    for (int i = 0; i < length; i++) {
      bytes[i] = (byte) i;
    }
    byte[] table = new Packed().map(1).key("a").bytes(bytes).done();

    assertThat(eval("return cmsgpack.unpack(ARGV[1]).a", table)).isEqualTo(bytes);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 15, 16, 65_535, 65_536})
  void arrays_and_maps_of_every_size_come_back(int size) {
    Packed array = new Packed().array(size);
    Packed map = new Packed().map(size);
    for (int i = 0; i < size; i++) {
      array.number(i);
      map.key("k" + i).bool(i % 2 == 0);
    }

    assertThat(eval("return #cmsgpack.unpack(ARGV[1])", array.done())).isEqualTo((long) size);
    assertThat(
            eval(
                "local n = 0; for k, v in pairs(cmsgpack.unpack(ARGV[1])) do n = n + 1 end return n",
                map.done()))
        .isEqualTo((long) size);
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 1, 127, 128, 255, 65_536, 315_360_000_000L, (1L << 53) - 1})
  void numbers_come_back_exactly(long number) {
    byte[] table = new Packed().array(1).number(number).done();

    assertThat(eval("return string.format('%.0f', cmsgpack.unpack(ARGV[1])[1])", table))
        .isEqualTo(Bytes.latin(Long.toString(number)));
  }

  private static Object eval(String script, byte[] table) {
    return redis.eval(Bytes.latin(script), List.of(), List.of(table));
  }
}
