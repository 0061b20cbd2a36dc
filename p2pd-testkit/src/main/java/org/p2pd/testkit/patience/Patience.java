package org.p2pd.testkit.patience;

import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.LauncherSessionListener;

/**
 * Has {@code await()} wait {@value #SECONDS} s before it gives up, not ten: on a busy machine ten are not enough, and a test
 * that passes waits no longer than before. JUnit finds it in {@code META-INF/services}.
 */
public final class Patience implements LauncherSessionListener {
  static final int SECONDS = 60;

  @Override
  public void launcherSessionOpened(LauncherSession session) {
    Awaitility.setDefaultTimeout(Duration.ofSeconds(SECONDS));
  }
}
