package org.p2pd.tracker.web;

import org.p2pd.transport.edge.HttpEdge;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** What every call shares: problem documents, JSON forms, limits on slow clients. */
@Configuration(proxyBeanMethods = false)
@Import(HttpEdge.class)
class WebBeans {}
