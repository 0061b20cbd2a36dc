{{- define "p2pd.fullname" -}}
{{- if .Values.fullnameOverride }}{{ .Values.fullnameOverride | trunc 40 | trimSuffix "-" }}
{{- else if contains .Chart.Name .Release.Name }}{{ .Release.Name | trunc 40 | trimSuffix "-" }}
{{- else }}{{ printf "%s-%s" .Release.Name .Chart.Name | trunc 40 | trimSuffix "-" }}
{{- end }}
{{- end }}

{{- define "p2pd.labels" -}}
helm.sh/chart: {{ .Chart.Name }}-{{ .Chart.Version }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
{{ include "p2pd.selector" . }}
{{- with .Values.labels }}
{{ toYaml . }}
{{- end }}
{{- end }}

{{- define "p2pd.selector" -}}
app.kubernetes.io/name: {{ .Chart.Name }}
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end }}

{{/* image (list root "tracker-service" .Values.tracker.image) */}}
{{- define "p2pd.image" -}}
{{- $root := index . 0 }}{{ $image := $root.Values.image }}
{{- $name := compact (list $image.registry $image.path (index . 1)) | join "/" }}
{{- with (index . 2).digest }}{{ $name }}@{{ . }}{{ else }}{{ $name }}:{{ $image.tag | default $root.Chart.AppVersion }}{{ end }}
{{- end }}

{{- define "p2pd.authSecret" -}}
{{ .Values.auth.existingSecret | default (printf "%s-auth" (include "p2pd.fullname" .)) }}
{{- end }}

{{- define "p2pd.trackerUrls" -}}
{{- if .Values.tracker.enabled }}http://{{ include "p2pd.fullname" . }}-tracker:7070
{{- else }}{{ required "tracker.externalUrls: with tracker.enabled=false the URLs of a tracker are needed" (join "," .Values.tracker.externalUrls) }}
{{- end }}
{{- end }}

{{/* env (dict NAME value ...): what is null or "" is left out, lists are comma-separated. */}}
{{- define "p2pd.env" -}}
{{- range $name, $value := . }}
{{- $text := kindIs "slice" $value | ternary (join "," $value) (toString $value) }}
{{- if not (or (kindIs "invalid" $value) (eq $text "")) }}
- name: {{ $name }}
  value: {{ $text | quote }}
{{- end }}
{{- end }}
{{- end }}

{{/* secretEnv (list root NAME KEY) */}}
{{- define "p2pd.secretEnv" -}}
- name: {{ index . 1 }}
  valueFrom:
    secretKeyRef: {name: {{ include "p2pd.authSecret" (index . 0) }}, key: {{ index . 2 }}}
{{- end }}

{{/* What every pod has: pod (list root "tracker" .Values.tracker) */}}
{{- define "p2pd.pod" -}}
{{- $root := index . 0 }}{{ $name := index . 1 }}{{ $part := index . 2 -}}
automountServiceAccountToken: false
# A Service named p2pd-tracker would be P2PD_TRACKER_PORT in every pod, which is a setting.
enableServiceLinks: false
terminationGracePeriodSeconds: 45
securityContext:
  runAsNonRoot: true
  runAsUser: 10001
  runAsGroup: 10001
  fsGroup: 10001
  fsGroupChangePolicy: OnRootMismatch
  seccompProfile: {type: RuntimeDefault}
{{- with $root.Values.image.pullSecrets }}
imagePullSecrets:
  {{- range . }}
  - name: {{ . }}
  {{- end }}
{{- end }}
{{- with $part.nodeSelector }}
nodeSelector: {{- toYaml . | nindent 2 }}
{{- end }}
{{- with $part.tolerations }}
tolerations: {{- toYaml . | nindent 2 }}
{{- end }}
{{- with $part.affinity }}
affinity: {{- toYaml . | nindent 2 }}
{{- end }}
{{- end }}

{{/* spread (list root component): over hosts and zones where there are several */}}
{{- define "p2pd.spread" -}}
topologySpreadConstraints:
  {{- range list "kubernetes.io/hostname" "topology.kubernetes.io/zone" }}
  - maxSkew: 1
    topologyKey: {{ . }}
    whenUnsatisfiable: ScheduleAnyway
    labelSelector:
      matchLabels:
        {{- include "p2pd.selector" (index $ 0) | nindent 8 }}
        app.kubernetes.io/component: {{ index $ 1 }}
  {{- end }}
{{- end }}

{{- define "p2pd.container" -}}
imagePullPolicy: {{ .Values.image.pullPolicy }}
securityContext:
  allowPrivilegeEscalation: false
  readOnlyRootFilesystem: true
  capabilities: {drop: [ALL]}
{{- end }}

{{/* probes on the management port, and time for balancers to notice before the end */}}
{{- define "p2pd.probes" -}}
startupProbe:
  httpGet: {path: /actuator/health/liveness, port: management}
  periodSeconds: 1
  failureThreshold: 120
livenessProbe:
  httpGet: {path: /actuator/health/liveness, port: management}
  periodSeconds: 10
  timeoutSeconds: 3
readinessProbe:
  httpGet: {path: /actuator/health/readiness, port: management}
  periodSeconds: 2
  timeoutSeconds: 2
lifecycle:
  preStop:
    sleep: {seconds: 5}
{{- end }}

{{/* service (list root component port .Values.x.service) */}}
{{- define "p2pd.service" -}}
{{- $root := index . 0 }}{{ $component := index . 1 }}{{ $port := index . 2 }}{{ $service := index . 3 -}}
apiVersion: v1
kind: Service
metadata:
  name: {{ include "p2pd.fullname" $root }}-{{ $component }}
  labels:
    {{- include "p2pd.labels" $root | nindent 4 }}
    app.kubernetes.io/component: {{ $component }}
  {{- with $service.annotations }}
  annotations: {{- toYaml . | nindent 4 }}
  {{- end }}
spec:
  type: {{ $service.type }}
  {{- if ne $service.type "ClusterIP" }}
  # Callers keep their addresses.
  externalTrafficPolicy: Local
  {{- end }}
  {{- with $service.loadBalancerSourceRanges }}
  loadBalancerSourceRanges: {{- toYaml . | nindent 4 }}
  {{- end }}
  selector:
    {{- include "p2pd.selector" $root | nindent 4 }}
    app.kubernetes.io/component: {{ $component }}
  ports:
    - name: http
      port: {{ $port }}
      targetPort: http
      {{- with $service.nodePort }}
      nodePort: {{ . }}
      {{- end }}
{{- end }}

{{/* disruption (list root component .Values.x.podDisruptionBudget) */}}
{{- define "p2pd.disruption" -}}
{{- $root := index . 0 }}{{ $component := index . 1 }}{{ $budget := index . 2 -}}
{{- if $budget.enabled }}
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata:
  name: {{ include "p2pd.fullname" $root }}-{{ $component }}
  labels: {{- include "p2pd.labels" $root | nindent 4 }}
spec:
  maxUnavailable: {{ $budget.maxUnavailable }}
  selector:
    matchLabels:
      {{- include "p2pd.selector" $root | nindent 6 }}
      app.kubernetes.io/component: {{ $component }}
{{- end }}
{{- end }}
