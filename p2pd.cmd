@echo off
rem The one command on Windows: finds Java, builds once, and runs p2pd. See p2pd --help. After a change of the sources
rem delete standalone\target\p2pd. P2PD_JAVA_OPTS adds options of the JVM.
setlocal

set "ROOT=%~dp0"
set "LIB=%ROOT%standalone\target\p2pd\lib"
rem Unpacked from an archive: bin\ beside lib\, and perhaps a Java of its own.
if not exist "%ROOT%standalone" if exist "%ROOT%..\lib" set "LIB=%ROOT%..\lib"
set "JAVA=java"
if defined JAVA_HOME set "JAVA=%JAVA_HOME%\bin\java.exe"
if exist "%ROOT%..\runtime\bin\java.exe" set "JAVA=%ROOT%..\runtime\bin\java.exe"

set "VERSION=0"
for /f "tokens=3" %%v in ('"%JAVA%" -version 2^>^&1 ^| findstr /i " version "') do set "VERSION=%%~v"
for /f "tokens=1 delims=.-+" %%v in ("%VERSION%") do set "VERSION=%%v"
if %VERSION% GEQ 17 goto build
echo p2pd: needs Java 17 or newer: install a JDK, for instance from https://adoptium.net, and set JAVA_HOME to it.>&2
exit /b 1

:build
if exist "%ROOT%..\lib" if not exist "%ROOT%standalone" goto run
if exist "%ROOT%standalone\target\p2pd\built" goto run
echo Building p2pd (first time: a few minutes)...>&2
pushd "%ROOT%"
call mvnw.cmd -q -B -Dmaven.test.skip=true -Dspotless.check.skip=true -Dspring-boot.repackage.skip=true -pl standalone -am package 1>&2
if errorlevel 1 (
  popd
  echo p2pd: the build failed; what Maven says is above.>&2
  exit /b 1
)
type nul > "standalone\target\p2pd\built"
popd

:run
set "OPTIONS=-XX:+UseSerialGC -Xlog:disable -Xlog:all=error:stderr -Xlog:cds=off:stderr -Dio.netty.jfr.enabled=false"
if %VERSION% GEQ 22 set "OPTIONS=%OPTIONS% --enable-native-access=ALL-UNNAMED"
if %VERSION% GEQ 24 set "OPTIONS=%OPTIONS% --sun-misc-unsafe-memory-access=allow"
rem As in the shell's p2pd: small on a viewer's machine, quick for commands.
set "OWN=-Xmx256m"
set QUICK="@%LIB%\quick.options"
if "%~1"=="demo" set "OWN=-Xmx768m"
for %%r in (tracker origin cache) do if "%~1"=="%%r" (
  set "OWN="
  set QUICK=
)
if "%~1"=="agent" set "OWN=-Xms16m -Xmn8m -Xmx96m -Xss512k -XX:MinHeapFreeRatio=10 -XX:MaxHeapFreeRatio=20 -XX:MaxDirectMemorySize=64m"
"%JAVA%" %QUICK% %OPTIONS% %OWN% %P2PD_JAVA_OPTS% -cp "%LIB%\*" org.p2pd.standalone.P2pd %*
exit /b %ERRORLEVEL%
