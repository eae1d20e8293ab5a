package dev.duly;

import java.lang.reflect.GenericArrayType;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.lang.reflect.WildcardType;
import java.util.Arrays;

/**
 * A type with its parameters, which a class constant cannot say: {@code new TypeRef<List<Order>>()
 * {}}, with the braces, since Java keeps the parameters of a subclass alone. Immutable.
 */
public abstract class TypeRef<T> {
  private final Type type;

  /**
   * Takes the parameter of the subclass.
   *
   * @throws IllegalArgumentException if it has none, or one that is not known before the program
   *     runs, such as the {@code T} of a method
   */
  protected TypeRef() {
    if (!(getClass().getGenericSuperclass() instanceof ParameterizedType here)
        || here.getRawType() != TypeRef.class) {
      throw new IllegalArgumentException(
          "a TypeRef needs its type: write new TypeRef<List<Order>>() {}");
    }
    this.type = here.getActualTypeArguments()[0];
    if (hasVariable(type)) {
      throw new IllegalArgumentException(
          "TypeRef<"
              + type.getTypeName()
              + "> has a type variable, which is not known when it is made: name the class itself");
    }
  }

  private static boolean hasVariable(Type type) {
    if (type instanceof ParameterizedType with) {
      return Arrays.stream(with.getActualTypeArguments()).anyMatch(TypeRef::hasVariable);
    } else if (type instanceof GenericArrayType array) {
      return hasVariable(array.getGenericComponentType());
    } else if (type instanceof WildcardType wild) {
      return Arrays.stream(wild.getUpperBounds()).anyMatch(TypeRef::hasVariable)
          || Arrays.stream(wild.getLowerBounds()).anyMatch(TypeRef::hasVariable);
    }
    return type instanceof TypeVariable;
  }

  /** The type itself. */
  public final Type type() {
    return type;
  }

  @Override
  public final String toString() {
    return type.getTypeName();
  }
}
