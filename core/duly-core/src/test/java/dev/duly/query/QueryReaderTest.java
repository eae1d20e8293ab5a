package dev.duly.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.duly.job.JobState;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a query can be, and what is said of one that cannot be read. */
class QueryReaderTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "   ",
        "state:dead",
        "-state:dead,waiting",
        "type:mail.* queue:\"email\"",
        "error:\"said \\\"no\\\", twice\"",
        "age:>1h30m wait:<=5s run:>=100ms",
        "attempts:3 attempts:>2,<1 lost:>=1 version:1",
        "created:2026-11-25 finished:<2026-11-25T10:00:00Z scheduled:>2026-11-25T10:00:00+01:00",
        "payload.user.plan:gold -payload.items.0.sku:A*",
        "job_01hq mail.welcome -test \"some word\"",
      })
  void what_can_be_read(String query) {
    JobFilter.parse(query);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          stat:dead             | 1  | there is no field "stat"            | state:
          queue:a payload:x     | 9  | there is no field "payload"         | payload.PATH:
          queue:a state:gone    | 15 | there is no state "gone"            | retrying
          state:                | 7  | state has no value                  | waiting
          state:dead,           | 12 | state has no value                  | waiting
          priority:urgent       | 10 | there is no priority "urgent"       | high
          attempts:many         | 10 | "many" is no number                 | a number such as >3
          attempts:>            | 11 | "" is no number                     | a number such as >3
          age:1h                | 5  | a duration is compared              | >1h
          age:>soon             | 6  | "soon" is no duration               | a duration such as >30s
          created:yesterday     | 9  | "yesterday" is no instant           | a day such as 2030-01-31
          created:2026-13-01    | 9  | "2026-13-01" is no instant          | a day such as 2030-01-31
          type:"mail            | 6  | these quotes are not closed         | "
          queue:a -             | 10 | there is nothing                    | a word
          queue:a ,b            | 9  | there is nothing                    | a word
          """)
  void what_cannot_be_read_says_where_and_what_was_expected(
      String query, int position, String problem, String expected) {
    assertThatThrownBy(() -> JobFilter.parse(query))
        .isInstanceOf(QueryException.class)
        .hasMessageContaining("at position " + position + ": " + problem)
        .satisfies(
            e -> {
              QueryException wrong = (QueryException) e;
              assertThat(wrong.position()).isEqualTo(position);
              assertThat(wrong.expected()).anyMatch(word -> word.contains(expected));
              assertThat(wrong.picture()).isEqualTo(query + "\n" + " ".repeat(position - 1) + "^");
            });
  }

  @Test
  void a_query_without_end_is_refused() {
    assertThatThrownBy(() -> JobFilter.parse("a ".repeat(2_000)))
        .isInstanceOf(QueryException.class)
        .hasMessageContaining("at most 2000 characters");
  }

  @Test
  void what_an_index_can_use_is_known() {
    assertThat(JobFilter.parse("queue:a type:m*").only(Field.QUEUE)).contains("a");
    assertThat(JobFilter.parse("queue:a type:m*").only(Field.TYPE)).isEmpty();
    assertThat(JobFilter.parse("-queue:a").only(Field.QUEUE)).isEmpty();
    assertThat(JobFilter.parse("queue:a,b").only(Field.QUEUE)).isEmpty();
    assertThat(JobFilter.parse("state:retrying").onlyState()).contains(JobState.WAITING);
    assertThat(JobFilter.parse("error:x").asksFor(Field.ERROR)).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "*, '', true",
    "mail.*, mail.welcome, true",
    "*.welcome, mail.welcome, true",
    "m*l*e, mail.welcome, true",
    "mail, mail.welcome, false",
    "a*b, ab, true",
    "a*b*c, axbxb, false",
    "**, x, true",
  })
  void a_star_is_anything(String glob, String text, boolean fits) {
    assertThat(Glob.fits(glob, text)).isEqualTo(fits);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {"a":1,"b":{"c":"x"}}             | b.c   | x
          {"a":1,"b":{"c":"x"}}             | a     | 1
          {"a":[10,{"b":true}]}             | a.1.b | true
          {"a":{"x":[1,[2,{}]],"y":"}"}, "b" : -1.5e3 } | b | -1.5e3
          {"a":"q\\"\\u0041\\n"}            | a     | 'q"A
          '
          [null, "z"]                       | 0     | null
          {"a.b":1}                         | a.b   | 1
          {"a":{"x":1},"a.b":{"c.d":2}}     | a.b.c.d | 2
          {"a.b":{"x":1},"a":{"b":{"y":3}}} | a.b.y | 3
          "plain"                           | a     |
          {"a":{"b":1}}                     | a     |
          {"a":1                            | b     |
          {broken                           | a     |
          ''                                | a     |
          """)
  void a_value_in_a_payload_is_found_by_the_names_on_its_way(
      String json, String path, String value) {
    assertThat(JsonPath.find(json.getBytes(StandardCharsets.UTF_8), path).orElse(null))
        .isEqualTo(value);
  }

  @Test
  void a_payload_that_is_deep_or_noise_has_nothing() {
    byte[] deep = "[".repeat(100_000).getBytes(StandardCharsets.UTF_8);
    assertThat(JsonPath.find(deep, "0.0.0")).isEmpty();
    assertThat(JsonPath.find(new byte[] {(byte) 0xff, 0, 1, 2}, "a")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "state:dead",
        "state:dead queue:email,sms -tag:test",
        "age:>1h attempts:>=3 created:2030-01-31",
        "error:\"no \\\"such\\\" host, at all\" word -word",
        "payload.customer.id:\"a b\""
      })
  void a_filter_is_written_back_as_it_is_typed(String query) {
    JobFilter filter = JobFilter.parse(query);

    assertThat(filter.text()).isEqualTo(query);
    assertThat(JobFilter.parse(filter.text())).isEqualTo(filter).hasToString(query);
    assertThat(JobFilter.parse("  " + query + " ")).isEqualTo(filter);
  }

  @Test
  void a_filter_that_code_makes_is_written_as_a_person_would() {
    JobFilter filter =
        JobFilter.in(JobState.DEAD)
            .and(Field.TYPE, "mail")
            .and(Field.ERROR, "no \"such\" host, \\ at all");

    assertThat(filter.text())
        .isEqualTo("state:dead type:mail error:\"no \\\"such\\\" host, \\\\ at all\"");
    assertThat(JobFilter.parse(filter.text()).text()).isEqualTo(filter.text());
    assertThat(JobFilter.parse(filter.text()).only(Field.ERROR))
        .contains("no \"such\" host, \\ at all");
  }
}
