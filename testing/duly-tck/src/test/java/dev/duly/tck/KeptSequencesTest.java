package dev.duly.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.duly.backend.Backend;
import dev.duly.tck.Action.Kind;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What has failed once is read as it was shown, and still finds what it found. */
class KeptSequencesTest {

  @Test
  void a_sequence_is_read_as_it_is_shown() {
    List<Action> shown =
        List.of(new Action(Kind.ENQUEUE, 1, 22, 999), new Action(Kind.TICK, 0, 0, 7));

    assertThat(SequenceRules.KeptSequences.read(shown.toString())).isEqualTo(shown);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"ENQUEUE(1,2,3)", "[]", "[ENQUEUE(1,2)]", "[ENQUEUE(1,2,3) TICK(1,2,3)]", "[x]"})
  void anything_else_is_refused(String line) {
    assertThatThrownBy(() -> SequenceRules.KeptSequences.read(line)).hasMessageContaining(line);
  }

  static Stream<UnaryOperator<Backend>> faults() {
    return Stream.of(
        BrokenBackend.SettlesByIdWithoutToken::new,
        BrokenBackend.ClaimsTwice::new,
        BrokenBackend.DeliversEarly::new,
        BrokenBackend.ForgetsTheAttemptOfALostLease::new,
        BrokenBackend.LosesTheRestOfABatch::new,
        MoreBrokenBackends.IgnoresPriority::new,
        MoreBrokenBackends.IgnoresPause::new,
        MoreBrokenBackends.RenewsNothing::new,
        MoreBrokenBackends.CountsReleases::new,
        MoreBrokenBackends.TakesTooMuch::new);
  }

  @ParameterizedTest
  @MethodSource("faults")
  void a_kept_sequence_finds_each_fault_that_sequences_have_found(UnaryOperator<Backend> fault) {
    assertThat(SequenceRules.KeptSequences.all())
        .anyMatch(
            kept ->
                SequenceRules.difference(() -> BrokenBackendsTest.behind(fault), kept).isPresent());
  }
}
