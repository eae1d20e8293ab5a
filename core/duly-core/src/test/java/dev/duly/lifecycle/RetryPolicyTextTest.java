package dev.duly.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** The policies that are stamped on jobs. */
class RetryPolicyTextTest {
  @Test
  void an_unreadable_stamp_means_the_default() {
    assertThat(RetryPolicyText.parse("every full moon").text()).isEqualTo("10s 30s 2m 10m ±20%");
  }
}
