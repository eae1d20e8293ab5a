package dev.duly.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duly.cli.command.Exit;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Limits and groups, as a person sets and sees them. */
class LimitTest extends CommandHarness {
  @Test
  void a_limit_is_set_shown_changed_and_removed() {
    assertThat(duly("limit", "set", "mail", "--rate", "10/1s", "--burst", "5")).isZero();
    assertThat(out()).isEqualTo("set mail: 10/1s burst 5\n");
    assertThat(duly("limit", "set", "mail", "--key", "tenant:*", "--places", "2")).isZero();
    assertThat(duly("limit", "set", "sync", "--places", "1")).isZero();
    out();
    assertThat(duly("limit", "ls")).isZero();
    assertThat(out())
        .containsPattern("mail +- +10/1s burst 5 +- +0 +-")
        .containsPattern("mail +tenant:\\* +- +2 +- +-")
        .containsPattern("sync +- +- +1 +0 +-");
    assertThat(duly("limit", "ls", "mail", "-o", "json")).isZero();
    assertThat(out())
        .contains("\"queue\" : \"mail\"", "\"starts\" : 10", "\"running\" : 0")
        .doesNotContain("sync");

    assertThat(duly("limit", "rm", "sync")).isZero();
    assertThat(out()).isEqualTo("removed the limit of sync\n");
    assertThat(duly("limit", "rm", "sync")).isEqualTo(Exit.NOT_FOUND);
    assertThat(err()).contains("there is no limit of sync. See: duly limit ls");
    assertThat(duly("audit")).isZero();
    assertThat(out()).contains("unlimit", "mail key tenant:*: 2 places");
  }

  @Test
  void all_that_is_wrong_is_told_and_nothing_is_set() {
    assertThat(duly("limit", "set", "a b", "--key", "x*y", "--rate", "10", "--places", "-1"))
        .isEqualTo(Exit.USAGE);
    assertThat(err())
        .contains(
            "--rate \"10\" is no rate: write 10/1s or 600/1m",
            "queue",
            "group_key must not contain *",
            "places must be between 0 and 10,000, was -1");
    assertThat(duly("limit", "set", "mail")).isEqualTo(Exit.USAGE);
    assertThat(err()).contains("a limit must have a rate, or places, or both");
    assertThat(duly("limit", "set", "mail", "--places", "1", "--burst", "3")).isEqualTo(Exit.USAGE);
    assertThat(err()).contains("--burst is of a rate: say --rate too");
    assertThat(duly("limit", "set", "mail", "--rate", "0/1s", "--burst", "0"))
        .isEqualTo(Exit.USAGE);
    assertThat(err()).contains("1 to 1,000,000 starts", "burst of a rate must be between 1");
    assertThat(duly("limit", "set", "mail", "--rate", "1/2w")).isEqualTo(Exit.USAGE);
    assertThat(err()).contains("\"2w\" is not a duration");
  }

  @Test
  void keys_take_turns_and_a_limit_of_one_holds() {
    for (String id : List.of("a1", "a2", "b1")) {
      assertThat(duly("enqueue", "x", "{}", "--id", id, "--group", id.substring(0, 1))).isZero();
    }
    assertThat(dulyReading("{\"type\":\"x\",\"id\":\"b2\",\"group_key\":\"b\"}\n", "enqueue", "-"))
        .isZero();
    assertThat(duly("limit", "set", "default", "--key", "a", "--places", "1")).isZero();
    out();
    assertThat(duly("job", "show", "b2")).isZero();
    assertThat(out()).containsPattern("group key +b\n");
    assertThat(duly("work", "--drain", "-n", "2", "--exec", "x=true")).isZero();
    out();
    assertThat(duly("job", "ls", "state:completed")).isZero();
    assertThat(out()).contains("a1", "a2", "b1", "b2");
  }

  @Test
  void explain_says_which_limit_keeps_a_job() {
    assertThat(duly("enqueue", "x", "{}", "--id", "a", "-q", "mail", "--group", "t:a")).isZero();
    assertThat(duly("limit", "set", "mail", "--key", "t:*", "--places", "0")).isZero();
    out();
    assertThat(duly("job", "explain", "a")).isZero();
    assertThat(out()).contains("its key t:a is closed: the limit of mail key t:* has 0 places");

    assertThat(duly("limit", "set", "mail", "--key", "t:a", "--places", "1")).isZero();
    assertThat(duly("limit", "set", "mail", "--places", "0")).isZero();
    out();
    assertThat(duly("job", "explain", "a")).isZero();
    assertThat(out())
        .contains("its queue mail is closed: its limit has 0 places", "duly limit ls mail")
        .doesNotContain("its key");
  }
}
