package org.p2pd.testkit.random;

import java.security.SecureRandom;
import java.util.Random;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.LifecycleMethodExecutionExceptionHandler;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.jupiter.api.extension.TestExecutionExceptionHandler;

/**
 * The JUnit extension behind {@link Seeded}: every run of a test gets a fresh seed, or the one of {@code
 * -Dp2pd.seed}; a failure prints it and carries it as a suppressed exception.
 */
public final class Seeds
    implements ParameterResolver,
        TestExecutionExceptionHandler,
        LifecycleMethodExecutionExceptionHandler {
  /** The system property that fixes the seed, a decimal {@code long}. */
  public static final String PROPERTY = "p2pd.seed";

  private static final Namespace NAMESPACE = Namespace.create(Seeds.class);
  private static final SecureRandom FRESH = new SecureRandom();

  /** The seed of {@code -Dp2pd.seed}, or a fresh one; for code that is not run by JUnit. */
  public static long seed() {
    Long given = Long.getLong(PROPERTY);
    return given == null ? FRESH.nextLong() : given;
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    Class<?> type = parameter.getParameter().getType();
    return type == RandomGenerator.class || type == Random.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    return new Random(seedOf(context));
  }

  @Override
  public void handleTestExecutionException(ExtensionContext context, Throwable failure)
      throws Throwable {
    throw named(context, failure);
  }

  @Override
  public void handleBeforeEachMethodExecutionException(ExtensionContext context, Throwable failure)
      throws Throwable {
    throw named(context, failure);
  }

  private static long seedOf(ExtensionContext context) {
    return context.getStore(NAMESPACE).computeIfAbsent(PROPERTY, property -> seed(), Long.class);
  }

  private static Throwable named(ExtensionContext context, Throwable failure) {
    String repeat = "repeat with -D" + PROPERTY + "=" + seedOf(context);
    System.err.println(context.getDisplayName() + " failed; " + repeat);
    failure.addSuppressed(new RandomChoices(repeat));
    return failure;
  }

  /** Names the seed inside a failure's stack trace; has none of its own. */
  private static final class RandomChoices extends Exception {
    private static final long serialVersionUID = 1L;

    RandomChoices(String message) {
      super(message, null, false, false);
    }
  }
}
