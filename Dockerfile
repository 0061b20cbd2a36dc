# The image of one service; all four are made alike:
#
#   docker build --build-arg SERVICE=tracker-service -t p2pd/tracker-service .
#
# SERVICE        tracker-service, block-service, cache-node or client-agent
# JARS           build: from the sources, in the build stage; ready: take */target/*-exec.jar as ./mvnw -Pprepared package left them
# BUILD_IMAGE    a JDK 25 with a shell
# RUNTIME_IMAGE  a JRE 25; needs no shell; the class cache is trained with this very one
ARG BUILD_IMAGE=eclipse-temurin:25-jdk
ARG RUNTIME_IMAGE=eclipse-temurin:25-jre

# --- The jars of all services: one layer, shared by the four images ---------------------------------------------------
FROM ${BUILD_IMAGE} AS jars
ARG JARS=build
WORKDIR /src
COPY . .
RUN if [ "$JARS" = build ]; then \
      ./mvnw -B -q -Psbom,prepared -Dmaven.test.skip=true -Dspotless.check.skip=true \
        -pl tracker-service,block-service,cache-node,client-agent -am package; \
    fi \
    && mkdir /tools && javac --release 17 -d /tools docker/image/*.java

# --- One of them, unpacked: what changes seldom apart from what changes often ------------------------------------------
FROM jars AS layers
ARG SERVICE
# Netty's native transport lies unpacked beside the application: the root is read-only and /tmp may forbid execution.
RUN case "$SERVICE" in \
      tracker-service | block-service | cache-node | client-agent) ;; \
      *) echo "SERVICE: '$SERVICE' (expected: tracker-service, block-service, cache-node or client-agent)" >&2; exit 1 ;; \
    esac \
    && mkdir -p /native /state \
    && java -Djarmode=tools -jar "$SERVICE"/target/"$SERVICE"-*-exec.jar extract --layers --destination /layers \
    && mv /layers/application/*.jar /layers/application/app.jar \
    && mkdir -p /layers/snapshot-dependencies /unpacked && cd /unpacked \
    && for jar in /layers/dependencies/lib/netty-transport-native-epoll-*-linux-*.jar; do jar xf "$jar"; done \
    && mv META-INF/native/*.so /native/ \
    && cp /src/docker/image/java.options /layers/ \
    && if [ "$SERVICE" = client-agent ]; then cat /src/standalone/src/main/jvm/quick.options >> /layers/java.options; fi

# --- What runs ---------------------------------------------------------------------------------------------------------
FROM ${RUNTIME_IMAGE}
ARG SERVICE
ARG VERSION=0.1.0-SNAPSHOT
ARG REVISION=unknown
LABEL org.opencontainers.image.title="p2pd ${SERVICE}" \
      org.opencontainers.image.description="A content-delivery network that anyone can run" \
      org.opencontainers.image.version="${VERSION}" \
      org.opencontainers.image.revision="${REVISION}" \
      org.opencontainers.image.licenses="Apache-2.0"
ENV P2PD_SERVICE=${SERVICE} \
    P2PD_PUBLISH_DIRECTORY=/media \
    P2PD_PUBLISH_STATE_DIRECTORY=/var/lib/p2pd \
    P2PD_CACHE_DIRECTORY=/var/lib/p2pd \
    P2PD_AGENT_DIRECTORY=/var/lib/p2pd \
    MANAGEMENT_METRICS_SYSTEM_DISKSPACE_PATHS=/var/lib/p2pd
USER 0:0
WORKDIR /app
COPY --from=layers --chown=10001:10001 /state /var/lib/p2pd
COPY --from=layers /tools ./tools
COPY --from=layers /layers/java.options ./
COPY --from=layers /native ./native
COPY --from=layers /layers/dependencies ./
COPY --from=layers /layers/snapshot-dependencies ./
COPY --from=layers /layers/application ./
# Starts the service, uses it a little, and keeps which classes and methods that took (JEP 483, 514, 515).
RUN ["java", "-cp", "tools", "Training"]
# A number, so that Kubernetes can see that it is not root.
USER 10001:10001
HEALTHCHECK --interval=5s --timeout=3s --start-period=30s --retries=3 \
  CMD ["java", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx16m", "-cp", "tools", "Probe"]
# Arguments are settings: docker run p2pd/cache-node --p2pd.cache.size=100GB. More options of the JVM: JDK_JAVA_OPTIONS.
ENTRYPOINT ["java", "@java.options", "-XX:AOTCache=app.aot", "-jar", "app.jar"]
