package dev.duly.query;

import dev.duly.job.JobRecord;
import dev.duly.job.JobState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Which jobs are meant: {@code state:dead queue:email,sms -tag:test age:>1h "some word"}. All terms
 * must fit. An immutable value; every backend gives the same answer, since it is this that answers.
 */
public final class JobFilter {
  /** Every job. */
  public static final JobFilter ALL = new JobFilter(List.of());

  private final List<Term> terms;

  private JobFilter(List<Term> terms) {
    this.terms = List.copyOf(terms);
  }

  /**
   * Reads a query.
   *
   * @throws QueryException naming the place and what was expected there
   */
  public static JobFilter parse(String query) {
    return new JobFilter(QueryReader.read(query));
  }

  public static JobFilter in(JobState state) {
    return ALL.and(Field.STATE, state.text());
  }

  /** The same and this: the field must be exactly that. */
  public JobFilter and(Field field, String value) {
    Condition condition = new Condition.Texts(field, "", false, List.of(value));
    return and(new JobFilter(List.of(new Term(condition, field.text() + ":" + Term.value(value)))));
  }

  public JobFilter and(JobFilter other) {
    List<Term> both = new ArrayList<>(terms);
    both.addAll(other.terms);
    return new JobFilter(both);
  }

  public boolean fits(JobRecord job, Instant now) {
    for (Term term : terms) {
      if (!term.condition().fits(job, now)) {
        return false;
      }
    }
    return true;
  }

  /**
   * The one stored value that a field must have, if the query says so: where an engine has an index
   * for it, it need not look at other jobs.
   */
  public Optional<String> only(Field field) {
    return conditions()
        .filter(c -> c instanceof Condition.Texts t && t.field() == field)
        .map(c -> (Condition.Texts) c)
        .filter(t -> !t.not() && t.anyOf().size() == 1 && !t.anyOf().get(0).contains("*"))
        .map(t -> t.anyOf().get(0))
        .findFirst();
  }

  /** The one stored state, for the views that people have of waiting jobs, too. */
  public Optional<JobState> onlyState() {
    return only(Field.STATE)
        .map(text -> Field.VIEWS_OF_WAITING.contains(text) ? JobState.WAITING : JobState.of(text));
  }

  /** Whether it asks for that field. */
  public boolean asksFor(Field field) {
    return conditions()
        .anyMatch(
            c ->
                (c instanceof Condition.Texts t && t.field() == field)
                    || (c instanceof Condition.Numbers n && n.field() == field));
  }

  private Stream<Condition> conditions() {
    return terms.stream().map(Term::condition);
  }

  /** As it would be typed: {@link #parse} of it is the same filter; empty for every job. */
  public String text() {
    return terms.stream().map(Term::text).collect(Collectors.joining(" "));
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof JobFilter filter && text().equals(filter.text());
  }

  @Override
  public int hashCode() {
    return text().hashCode();
  }

  @Override
  public String toString() {
    return text();
  }
}
