package dev.duly.tck.bench;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The name of the backend that a kit is of: what it keeps is then written to {@code
 * target/conformance}, for the table in the documentation.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface KitOf {
  String value();
}
