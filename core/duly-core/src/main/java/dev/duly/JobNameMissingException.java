package dev.duly;

/** A payload class without a stored name. */
public final class JobNameMissingException extends IllegalArgumentException {
  JobNameMissingException(Class<?> payload) {
    super(
        payload.getName()
            + " has no stored name. Add @JobName(\""
            + suggestion(payload)
            + "\") to it: any stable name; keep it when you rename the class.");
  }

  private static String suggestion(Class<?> payload) {
    String name = payload.getSimpleName();
    return name.isEmpty()
        ? "my_job"
        : name.replaceAll("(?<=[a-z0-9])(?=[A-Z])", "_").toLowerCase(java.util.Locale.ROOT);
  }
}
