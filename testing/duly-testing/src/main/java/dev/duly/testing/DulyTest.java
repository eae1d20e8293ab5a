package dev.duly.testing;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A test of code that enqueues or runs jobs: each test method, and each {@code @BeforeEach}, may
 * take a {@link TestQueue}, a new one for each test.
 */
@Documented
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(DulyExtension.class)
public @interface DulyTest {}
