package org.p2pd.standalone.demo;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * What the user of a demo decides.
 *
 * @param ports where everything listens
 * @param media the films to publish; null = the sample clip
 * @param kept where the stores stay after the end; null = nowhere
 */
public record DemoSettings(
    Ports ports, @Nullable Path media, @Nullable Path kept) {}
