package dev.duly.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is proposed can be pasted into a shell. */
class ProposalTest {
  @AfterEach
  void as_without_a_launcher() {
    System.clearProperty("duly.command");
  }

  @Test
  void a_folder_with_a_space_is_quoted() {
    System.setProperty("duly.command", "./my programs/duly");

    assertThat(Proposal.on("sqlite:my jobs.db").typed("duly dlq ls"))
        .isEqualTo("'./my programs/duly' dlq ls --url 'sqlite:my jobs.db'");
  }

  @Test
  void a_plain_one_is_not() {
    System.setProperty("duly.command", "./duly");

    assertThat(Proposal.on("sqlite:jobs.db").typed("duly dlq ls"))
        .isEqualTo("./duly dlq ls --url sqlite:jobs.db");
  }
}
