package org.p2pd.testkit.random;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Gives the tests of a class, or one test, a {@link java.util.random.RandomGenerator} (or {@link java.util.Random})
 * parameter. A failing test names its seed; {@code -Dp2pd.seed=<seed>} repeats it.
 */
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(Seeds.class)
public @interface Seeded {}
