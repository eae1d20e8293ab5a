package dev.duly.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Parameters with names. */
class NamedSqlTest {
  @Test
  void a_name_is_a_place_and_may_stand_in_several() {
    NamedSql sql = NamedSql.parse("select :now, :worker where :now > ?");

    assertThat(sql.text()).isEqualTo("select ?, ? where ? > ?");
    assertThat(sql.names()).containsExactly("now", "worker", "now", "");
  }

  @Test
  void casts_quoted_text_and_comments_are_no_parameters() {
    String text = "select ':a ?'::text, b::int[] -- of :c, why?\nfrom d";

    assertThat(NamedSql.parse(text)).isEqualTo(new NamedSql(text, List.of()));
    assertThat(NamedSql.parse("any (:ids::bigint[])").text()).isEqualTo("any (?::bigint[])");
  }

  @Test
  void several_go_as_one() {
    NamedSql both = NamedSql.together(List.of(NamedSql.parse("a :x"), NamedSql.parse("b :y, :x")));

    assertThat(both.text()).isEqualTo("a ?;\nb ?, ?");
    assertThat(both.names()).containsExactly("x", "y", "x");
  }
}
