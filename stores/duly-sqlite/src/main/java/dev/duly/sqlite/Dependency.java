package dev.duly.sqlite;

/** A library that an application brings along, if it wants what needs it. */
final class Dependency {
  private Dependency() {}

  /**
   * Sees that it is there.
   *
   * @param name of one of its classes
   * @param library what to add, such as {@code org.postgresql:postgresql}
   * @param instead what to do otherwise; may be empty
   * @throws IllegalStateException saying what to add
   */
  static void require(String name, String library, String instead) {
    try {
      Class.forName(name, false, Dependency.class.getClassLoader());
    } catch (ClassNotFoundException e) {
      throw new IllegalStateException(
          library
              + " is not on the class path: add it to the dependencies"
              + (instead.isEmpty() ? "" : ", or " + instead),
          e);
    }
  }
}
