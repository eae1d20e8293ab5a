package dev.duly.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duly.backend.BackendException;
import dev.duly.backend.BackendException.Kind;
import dev.duly.backend.Claim;
import dev.duly.backend.ClaimRef;
import dev.duly.backend.Outcome;
import dev.duly.backend.Settlement;
import dev.duly.backend.Token;
import dev.duly.job.Job;
import dev.duly.job.JobId;
import dev.duly.job.JobSpec;
import dev.duly.job.Payload;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Settlements that an engine refuses, or does not answer, and what they cost their neighbours. */
class SettlerTest {
  private static final Instant DUE = Instant.parse("2026-01-01T00:00:00Z");
  private static final Duration LEASE = Duration.ofSeconds(30);

  private final InFlight held = new InFlight(() -> 0, Events.NONE);
  private final Settler settler = new Settler(held, 1_000, new AttemptLog(() -> 0, Events.NONE));
  private final List<String> stored = new ArrayList<>();

  private record Numbered(String text) implements Token {}

  @ParameterizedTest
  @EnumSource(value = Failing.class, mode = EnumSource.Mode.EXCLUDE, names = "TRANSIENT")
  void one_that_fails_keeps_none_of_its_neighbours(Failing how) {
    settler.add(attempts(1_000));

    int turns = turns(batch -> batch.contains("complete j700"), how);

    assertThat(stored).contains("complete j699", "complete j701").doesNotContain("complete j700");
    assertThat(stored.stream().filter(text -> text.startsWith("complete"))).hasSize(999);
    assertThat(turns).isLessThan(50);
    assertThat(held.size()).isZero();
  }

  @Test
  void several_whose_outcome_stays_unknown_are_given_up_each_by_itself() {
    settler.add(attempts(100));

    turns(failsWith("complete j0", "complete j50", "complete j99"), Failing.UNKNOWN_OUTCOME);

    assertThat(stored).hasSize(97);
  }

  @ParameterizedTest
  @EnumSource(names = {"PERMANENT", "IN_NO_WAY_OF_AN_ENGINE"})
  void a_job_whose_settlement_is_refused_for_good_becomes_a_dead_letter(Failing how) {
    settler.add(attempts(100));

    turns(failsWith("complete j0", "complete j50", "complete j99"), how);

    assertThat(stored)
        .hasSize(100)
        .contains("dead-letter j0", "dead-letter j50", "dead-letter j99");
    assertThat(held.size()).isZero();
  }

  @Test
  void a_dead_letter_that_is_refused_too_is_given_up() {
    settler.add(attempts(3));

    turns(batch -> batch.stream().anyMatch(text -> text.endsWith("j1")), Failing.PERMANENT);

    assertThat(stored).containsExactly("complete j0", "complete j2");
    assertThat(held.size()).isZero();
  }

  @Test
  void what_failed_for_a_moment_is_sent_again_as_it_was() {
    settler.add(attempts(50));
    List<Settlement> first = settler.batch();
    settler.failed(failure(Failing.TRANSIENT), 0);

    assertThat(settler.batch()).isEqualTo(first);
  }

  private static Predicate<List<String>> failsWith(String... texts) {
    return batch -> Stream.of(texts).anyMatch(batch::contains);
  }

  @Test
  void an_engine_that_is_away_costs_no_settlement_until_the_leases_end() {
    settler.add(attempts(20));
    for (int turn = 0; turn < 200; turn++) {
      settler.batch();
      settler.failed(new BackendException("away"), LEASE.toNanos());
    }
    assertThat(settler.size()).isEqualTo(20);

    turns(batch -> false, Failing.TRANSIENT);

    assertThat(stored).hasSize(20);
  }

  @Test
  void what_failed_by_chance_goes_through_though_there_is_always_more_to_send() {
    settler.add(List.of(ended(99)));
    settler.batch();
    settler.failed(new BackendException("away"), 0); // alone: it is a suspect now

    for (int turn = 0; turn < 4; turn++) {
      settler.add(attempts(5)); // the work goes on
      List<String> batch =
          settler.batch().stream().map(one -> one.claim().job().id().value()).toList();
      settler.settled(batch.stream().map(id -> Outcome.APPLIED).toList());
      stored.addAll(batch);
    }

    assertThat(stored).contains("j99");
  }

  @Test
  void what_has_no_lease_any_more_is_given_up() {
    settler.add(attempts(20));
    settler.batch();

    settler.failed(new BackendException("away"), LEASE.toNanos() + 1);

    assertThat(settler.isEmpty()).isTrue();
    assertThat(held.size()).isZero();
  }

  @Test
  void what_the_store_does_not_know_is_sent_again() {
    settler.add(attempts(3));
    settler.batch();

    settler.settled(List.of(Outcome.APPLIED, Outcome.LOST, Outcome.UNKNOWN));

    assertThat(settler.batch()).singleElement().matches(one -> id(one).equals("j2"));
    settler.settled(List.of(Outcome.APPLIED));
    assertThat(settler.isEmpty()).isTrue();
  }

  private static String id(Settlement settlement) {
    return settlement.claim().job().id().value();
  }

  /** Runs turns until all is over; how many it took. */
  private int turns(Predicate<List<String>> refused, Failing how) {
    int turns = 0;
    for (; !settler.isEmpty() && turns < 1_000; turns++) {
      List<String> batch = settler.batch().stream().map(s -> s.verb() + " " + id(s)).toList();
      if (refused.test(batch)) {
        settler.failed(failure(how), 0);
      } else {
        settler.settled(batch.stream().map(id -> Outcome.APPLIED).toList());
        stored.addAll(batch);
      }
    }
    return turns;
  }

  /** How a turn fails. */
  private enum Failing {
    TRANSIENT,
    UNKNOWN_OUTCOME,
    PERMANENT,
    IN_NO_WAY_OF_AN_ENGINE
  }

  private static RuntimeException failure(Failing how) {
    return how == Failing.IN_NO_WAY_OF_AN_ENGINE
        ? new ArithmeticException("overflow")
        : new BackendException(Kind.valueOf(how.name()), "refused", null);
  }

  private List<EndedRun> attempts(int n) {
    return IntStream.range(0, n).mapToObj(this::ended).toList();
  }

  private EndedRun ended(int i) {
    return new EndedRun(attempt(i), Optional.of(new Settlement.Complete(claim(i))));
  }

  private RunningClaim attempt(int i) {
    return held.add(List.of(claim(i)), 0).get(0);
  }

  /** Due a second before it was claimed. */
  static Claim claim(int i) {
    Job job =
        Job.builder(new JobId("j" + i), JobSpec.of("t", "default"), Payload.none(), DUE).build();
    return new Claim(
        ClaimRef.of(job, new Numbered("n" + i), DUE.plusSeconds(1)),
        job,
        "default",
        LEASE,
        false,
        OptionalLong.empty());
  }
}
