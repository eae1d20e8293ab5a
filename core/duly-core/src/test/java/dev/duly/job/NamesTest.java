package dev.duly.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

/** The grammar of names, at its edges. */
class NamesTest {
  @Test
  void queues() {
    for (String good : List.of("a", "Z9", "0", "a_b-c", "a".repeat(64))) {
      assertThat(Names.problemWithQueue(good)).as(good).isEmpty();
    }
    for (String bad :
        List.of("", "-a", "_a", "a.b", "a b", "a/b", "é", "a\n", "a;", "a".repeat(65), "٣")) {
      assertThat(Names.problemWithQueue(bad)).as(bad).isPresent();
    }
  }

  @Test
  void types() {
    for (String good : List.of("a", "mail.welcome", "A-b_c.d", "a".repeat(128))) {
      assertThat(Names.problemWithType(good)).as(good).isEmpty();
    }
    for (String bad : List.of("", ".a", "-a", "a:b", "a b", "a'b", "漢", "a".repeat(129))) {
      assertThat(Names.problemWithType(bad)).as(bad).isPresent();
    }
  }

  @Test
  void producers() {
    for (String good : List.of("a", "orders-api", "shop.web_2", "a".repeat(64))) {
      assertThat(Names.requireProducer(good)).isEqualTo(good);
    }
    for (String bad : List.of("", "-a", "back office", "<b>", "a".repeat(65))) {
      assertThatThrownBy(() -> Names.requireProducer(bad))
          .as(bad)
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("producer must be 1 to 64 characters");
    }
  }

  @Test
  void ids() {
    for (String good : List.of("a", ":", "-", "job_01", "A.b_c:d-e", "a".repeat(64))) {
      assertThat(new JobId(good).value()).isEqualTo(good);
    }
    for (String bad : List.of("", "a b", "a/b", "a%", "é", "a\u0000", "a".repeat(65))) {
      assertThatThrownBy(() -> new JobId(bad))
          .as(bad)
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("id must be 1 to 64 characters");
    }
  }

  @Test
  void a_quoted_name_is_safe_to_print() {
    assertThat(Names.quoted("a\n\u001b[31m")).isEqualTo("\"a\\u000a\\u001b[31m\"");
    assertThat(Names.quoted("x".repeat(200))).hasSize(83).endsWith("…\"");
  }
}
