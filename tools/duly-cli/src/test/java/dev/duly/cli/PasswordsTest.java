package dev.duly.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duly.cli.command.Passwords;
import dev.duly.monitor.Proposal;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A password comes from the environment, and is never shown. */
class PasswordsTest {
  @ParameterizedTest
  @CsvSource({
    "postgresql://ana@h:1/db, postgresql://ana:s%40%2F%20x@h:1/db",
    "redis://h:1/0, redis://:s%40%2F%20x@h:1/0",
    "rediss-cluster://ana@a:1, rediss-cluster://ana:s%40%2F%20x@a:1",
    "postgresql://ana:own@h/db, postgresql://ana:own@h/db",
    "sqlite:a.db, sqlite:a.db",
  })
  void is_put_into_a_url_without_one(String url, String expected) {
    assertThat(Passwords.in(url, "s@/ x")).isEqualTo(expected);
    assertThat(Passwords.in(url, "")).isEqualTo(url);
  }

  @ParameterizedTest
  @CsvSource({
    "postgresql://ana:own@h/db, postgresql://ana@h/db",
    "redis://:own@h:1/0, redis://@h:1/0",
    "sqlite:a.db, sqlite:a.db",
  })
  void is_left_out_of_what_is_proposed(String url, String shown) {
    assertThat(Proposal.shown(url)).isEqualTo(shown);
    assertThat(Proposal.on(url).typed("duly dlq ls")).isEqualTo("duly dlq ls --url " + shown);
    assertThat(Proposal.on("").typed("duly dlq ls")).isEqualTo("duly dlq ls");
    assertThat(Proposal.on(url).typed("look")).isEqualTo("look");
  }
}
