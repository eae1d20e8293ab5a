package dev.duly.backend.broker;

import dev.duly.backend.LabelLimits;
import dev.duly.job.Failure;
import dev.duly.job.Job;
import dev.duly.job.JobId;
import dev.duly.job.JobSpec;
import dev.duly.job.Labels;
import dev.duly.job.Names;
import dev.duly.job.Payload;
import dev.duly.job.Priority;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A message that another program has put into a queue of jobs. It is a job if it says its type; if
 * it does not, it is kept as a dead letter, with its bytes, and holds back no job.
 *
 * @param type as it says itself
 * @param id as it says itself
 * @param derivedId if it says none that fits
 * @param headers those that are too long or too many for a job's labels are left out
 */
public record ForeignMessage(
    Place place,
    Optional<String> type,
    Optional<String> id,
    String derivedId,
    Payload payload,
    Map<String, String> headers) {

  /** The reason of a dead letter that does not say what it is. */
  public static final String FOREIGN = "foreign";

  /** Where it came from. */
  public record Place(String queue, Priority level) {}

  /**
   * The job that it is, or the dead letter.
   *
   * @param typeOtherwise of one that says none
   */
  public Envelope envelope(Optional<String> typeOtherwise, Instant now) {
    Optional<String> its = type.or(() -> typeOtherwise);
    if (its.isEmpty()) {
      return letter(FOREIGN, "the message has no type, so that no handler is known for it", now);
    }
    Optional<String> problem = Names.problemWithType(its.get());
    return problem.isPresent()
        ? letter(FOREIGN, problem.get(), now)
        : Envelope.of(job(its.get(), now));
  }

  /** Kept aside: its type is {@value #FOREIGN} if it says none that can be one. */
  public Envelope letter(String reason, String why, Instant now) {
    String its = type.filter(text -> Names.problemWithType(text).isEmpty()).orElse(FOREIGN);
    return Envelope.of(job(its, now))
        .withDeath(Optional.of(new Envelope.Death(reason, Failure.of(reason, why), now)));
  }

  private Job job(String its, Instant now) {
    JobId known = new JobId(id.filter(text -> JobId.problemWith(text).isEmpty()).orElse(derivedId));
    Labels labels =
        new Labels(
            Optional.empty(),
            Optional.empty(),
            List.of(),
            LabelLimits.fitting(headers),
            Optional.empty());
    JobSpec spec =
        JobSpec.builder(its, place.queue()).priority(place.level()).labels(labels).build();
    return Job.builder(known, spec, payload, now).build();
  }
}
