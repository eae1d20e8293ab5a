package dev.duly.backend.support;

/** A library that an application brings along, if it wants what needs it. */
public final class Dependency {
  private Dependency() {}

  /**
   * Sees that it is there.
   *
   * @param user a class that needs it, and whose class loader must find it
   * @param name of one of its classes
   * @param library what to add, such as {@code org.postgresql:postgresql}
   * @param instead what to do otherwise; may be empty
   * @throws IllegalStateException saying what to add
   */
  public static void require(Class<?> user, String name, String library, String instead) {
    try {
      Class.forName(name, false, user.getClassLoader());
    } catch (ClassNotFoundException e) {
      throw new IllegalStateException(
          library
              + " is not on the class path: add it to the dependencies"
              + (instead.isEmpty() ? "" : ", or " + instead),
          e);
    }
  }
}
