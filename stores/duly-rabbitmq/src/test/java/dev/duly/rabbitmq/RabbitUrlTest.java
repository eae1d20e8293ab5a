package dev.duly.rabbitmq;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.rabbitmq.client.Address;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RabbitUrlTest {
  private static RabbitUrl parse(String url) {
    return RabbitUrl.parse(url, RabbitOptions.NAMES, Map.of());
  }

  @Test
  void what_is_left_out_is_as_rabbitmq_has_it() {
    RabbitUrl url = parse("amqp://localhost");

    assertThat(url.hosts()).containsExactly(new Address("localhost", 5672));
    assertThat(url.user()).isEqualTo("guest");
    assertThat(url.password()).isEqualTo("guest");
    assertThat(url.vhost()).isEqualTo("/");
    assertThat(parse("amqp://localhost/").vhost()).isEqualTo("/");
    assertThat(parse("amqps://localhost").hosts().get(0).getPort()).isEqualTo(5671);
  }

  @Test
  void everything_can_be_said_and_the_password_is_never_shown() {
    RabbitUrl url = parse("amqps://an%40a:s%2Fcret+1@one:1,[::1]:2/shop%2Feu?prefix=a&foreign=b.c");

    assertThat(url.tls()).isTrue();
    assertThat(url.user()).isEqualTo("an@a");
    assertThat(url.password()).isEqualTo("s/cret+1");
    assertThat(url.hosts()).containsExactly(new Address("one", 1), new Address("::1", 2));
    assertThat(url.vhost()).isEqualTo("shop/eu");
    assertThat(url.options()).isEqualTo(Map.of("prefix", "a", "foreign", "b.c"));
    assertThat(url.toString()).doesNotContain("cret").contains("one:1").contains("shop/eu");
  }

  @Test
  void a_password_that_is_left_out_comes_from_the_environment() {
    Map<String, String> environment = Map.of(RabbitUrl.PASSWORD, "secret");

    assertThat(RabbitUrl.parse("amqp://ana@host", RabbitOptions.NAMES, environment).password())
        .isEqualTo("secret");
    assertThat(RabbitUrl.parse("amqp://ana:mine@host", RabbitOptions.NAMES, environment).password())
        .isEqualTo("mine");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"amqp:host", "amqp//host", "amqp://a:b@c@d", "amqp://host/a/b", "http://x"})
  void what_is_no_such_url_is_refused_with_its_form(String url) {
    assertThatThrownBy(() -> parse(url))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("amqp://user:password@host:port/vhost");
  }

  @Test
  void all_that_is_wrong_is_said_at_once() {
    assertThatThrownBy(() -> parse("amqp://host:99999,ok?prefx=a&prefix"))
        .hasMessageContaining("\"host:99999\" is no host with a port from 1 to 65535")
        .hasMessageContaining("\"prefx\" is no option")
        .hasMessageContaining("\"prefix\" is no option")
        .hasMessageContaining("consumer-timeout, foreign, heartbeat, management, prefix");
  }

  @Test
  void options_of_a_url_count_more_than_those_in_java() {
    RabbitOptions options =
        RabbitOptions.DEFAULT
            .withPrefix("java")
            .withHeartbeat(Duration.ofSeconds(5))
            .with(Map.of("prefix", "url", "consumer-timeout", "2h", "foreign", "import"));

    assertThat(options.prefix()).isEqualTo("url");
    assertThat(options.heartbeat()).isEqualTo(Duration.ofSeconds(5));
    assertThat(options.consumerTimeout()).isEqualTo(Duration.ofHours(2));
    assertThat(options.foreign()).contains("import");
  }

  @Test
  void options_that_are_out_of_range_are_refused_all_at_once() {
    Map<String, String> wrong =
        Map.of("prefix", "a.b", "heartbeat", "0s", "consumer-timeout", "8d", "foreign", "a b");
    assertThatThrownBy(() -> RabbitOptions.DEFAULT.with(wrong))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("prefix must be")
        .hasMessageContaining("heartbeat must be between 1s and 10m, was 0s")
        .hasMessageContaining("consumer-timeout must be between 1s and 7d, was 8d")
        .hasMessageContaining("foreign: type must be");
  }
}
