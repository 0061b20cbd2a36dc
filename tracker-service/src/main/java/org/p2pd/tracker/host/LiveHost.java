package org.p2pd.tracker.host;

import org.p2pd.transport.dial.Reach;

/**
 * A host whose lease runs.
 *
 * @param prefix the /24 or /48 of its address
 * @param scope how far the address in its URL reaches; forbidden where it has none
 * @param load 0 (idle) to 1 (as busy as it wants to be)
 * @param complaints address prefixes that complained lately, 0 to 9
 */
public record LiveHost(
    HostDescriptor descriptor,
    String prefix,
    Reach scope,
    boolean reachable,
    double load,
    int complaints) {}
