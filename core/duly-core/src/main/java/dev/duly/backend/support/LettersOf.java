package dev.duly.backend.support;

import dev.duly.backend.room.Acted;
import dev.duly.backend.room.DeadJob;
import dev.duly.backend.room.DeadLetters;
import dev.duly.backend.room.Inspector;
import dev.duly.backend.room.JobPage;
import dev.duly.backend.room.JobQuery;
import dev.duly.backend.room.Operator;
import dev.duly.job.AttemptRecord;
import dev.duly.job.Enqueued;
import dev.duly.job.JobId;
import dev.duly.job.JobRecord;
import dev.duly.job.JobRef;
import dev.duly.job.JobState;
import dev.duly.job.Payload;
import dev.duly.query.JobFilter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** The dead letters of a store, which can show every job and act on it. Thread-safe. */
final class LettersOf implements DeadLetters {
  private static final JobFilter DEAD = JobFilter.in(JobState.DEAD);

  private final Inspector inspector;
  private final Operator operator;

  LettersOf(Inspector inspector, Operator operator) {
    this.inspector = inspector;
    this.operator = operator;
  }

  @Override
  public JobPage list(JobQuery query) {
    return inspector.list(query.and(DEAD));
  }

  @Override
  public Optional<JobRecord> find(JobRef letter) {
    return inspector.find(letter).filter(LettersOf::isDead);
  }

  @Override
  public List<JobRef> refs(JobId id) {
    return inspector.find(inspector.refs(id)).stream()
        .filter(LettersOf::isDead)
        .map(JobRecord::ref)
        .toList();
  }

  @Override
  public List<AttemptRecord> attempts(JobRef letter) {
    return find(letter).isPresent() ? inspector.attempts(letter) : List.of();
  }

  @Override
  public List<Acted> requeue(List<JobRef> letters, String who) {
    Map<JobRef, JobState> states = new HashMap<>();
    inspector.find(letters).forEach(job -> states.put(job.ref(), job.state()));
    List<JobRef> dead =
        letters.stream().filter(job -> states.get(job) == JobState.DEAD).distinct().toList();
    Map<JobRef, Acted> acts = new HashMap<>();
    List<Acted> done = dead.isEmpty() ? List.of() : operator.requeue(dead, who);
    for (int i = 0; i < dead.size(); i++) {
      acts.put(dead.get(i), done.get(i));
    }
    List<Acted> answers = new ArrayList<>(letters.size());
    for (JobRef job : letters) {
      Acted other = states.containsKey(job) ? Acted.WRONG_STATE : Acted.NOT_FOUND;
      answers.add(acts.getOrDefault(job, other));
      acts.remove(job); // named once more, it is no letter any more
    }
    return answers;
  }

  @Override
  public Acted requeue(JobRef letter, Payload edited, String who) {
    return ifDead(letter, () -> operator.requeue(letter, edited, who));
  }

  @Override
  public Acted edit(JobRef letter, Payload payload, String who) {
    return ifDead(letter, () -> operator.edit(letter, payload, who));
  }

  @Override
  public List<Acted> discard(List<JobRef> letters, String who) {
    return operator.discard(letters, who);
  }

  @Override
  public List<Enqueued> importDead(List<DeadJob> letters, String who) {
    return operator.importDead(letters, who);
  }

  private Acted ifDead(JobRef letter, Supplier<Acted> act) {
    return inspector
        .find(letter)
        .map(job -> isDead(job) ? act.get() : Acted.WRONG_STATE)
        .orElse(Acted.NOT_FOUND);
  }

  private static boolean isDead(JobRecord job) {
    return job.state() == JobState.DEAD;
  }
}
