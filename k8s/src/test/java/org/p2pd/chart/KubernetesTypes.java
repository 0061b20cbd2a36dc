package org.p2pd.chart;

import static java.util.Objects.requireNonNull;

import com.google.gson.Gson;
import com.google.gson.JsonElement;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import io.kubernetes.client.openapi.JSON;
import java.lang.reflect.InvocationTargetException;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Whether a document is what Kubernetes takes: no unknown and no missing field by one library's types, no value of a wrong
 * type by another's. Knows nothing of kinds that clusters add, other than their names.
 */
final class KubernetesTypes {
  private static final Set<String> ADDED_KINDS = Set.of(
      "monitoring.coreos.com/v1 PodMonitor",
      "monitoring.coreos.com/v1 PrometheusRule",
      "gateway.networking.k8s.io/v1 HTTPRoute");
  private static final KubernetesSerialization SERIALIZATION = new KubernetesSerialization();
  private static final Gson GSON = new Gson();

  static {
    // Registers the types' adapters.
    JSON.getGson();
  }

  private KubernetesTypes() {}

  /** Throws with what is wrong, if anything is. */
  static void requireValid(Map<String, Object> document) {
    String apiVersion = String.valueOf(document.get("apiVersion"));
    String kind = String.valueOf(document.get("kind"));
    if (ADDED_KINDS.contains(apiVersion + " " + kind)) {
      return;
    }
    requireFields(document, type(apiVersion, kind));
    SERIALIZATION.unmarshal(SERIALIZATION.asYaml(document));
  }

  private static Class<?> type(String apiVersion, String kind) {
    String version = apiVersion.substring(apiVersion.indexOf('/') + 1);
    String name = "io.kubernetes.client.openapi.models."
        + version.substring(0, 1).toUpperCase(Locale.ROOT) + version.substring(1) + kind;
    try {
      return Class.forName(name);
    } catch (ClassNotFoundException e) {
      throw new AssertionError("Kubernetes has no " + apiVersion + " " + kind, e);
    }
  }

  private static void requireFields(Map<String, Object> document, Class<?> type) {
    JsonElement element = GSON.toJsonTree(document);
    try {
      type.getMethod("validateJsonElement", JsonElement.class).invoke(null, element);
      requireNonNull(JSON.getGson().fromJson(element, type), "document");
    } catch (InvocationTargetException e) {
      throw new AssertionError(name(document) + ": " + e.getTargetException(), e);
    } catch (ReflectiveOperationException e) {
      throw new AssertionError(type + " cannot be checked", e);
    }
  }

  static String name(Map<String, Object> document) {
    return document.get("kind") + " "
        + Chart.asMap(requireNonNull(document.get("metadata"), "metadata")).get("name");
  }
}
