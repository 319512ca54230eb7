package dev.parley;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.belongToAnyOf;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameStartingWith;
import static com.tngtech.archunit.lang.conditions.ArchConditions.be;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static java.util.stream.Collectors.toCollection;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.net.DatagramSocket;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.channels.NetworkChannel;
import java.time.Clock;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.Timer;
import java.util.TreeSet;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadFactory;
import javafx.application.Platform;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The layers of Parley. What a package may use stands in {@link Layer}; everything else it may not. */
@DisplayName("The architecture")
class ArchitectureTest {

    /** A package with those below it, save those that are a layer of their own, and the layers it may use. */
    enum Layer {
        JOURNAL("journal"),
        JSON("json"),
        LINK("link", JOURNAL),
        IMPORTER("importer", JOURNAL),

        AT("at", JOURNAL),
        SOCKET("socket", JOURNAL, AT),
        TLS("tls", JOURNAL),
        MQTT("mqtt", JOURNAL),
        FLOW("flow", JOURNAL),
        DOCTOR("doctor", JOURNAL, AT, SOCKET, TLS, MQTT),

        TLS_CLIENT("tls.client", JOURNAL, TLS),
        MBEDTLS("tls.mbedtls", JOURNAL, TLS),
        MQTT_CLIENT("mqtt.client", JOURNAL, MQTT),
        MODEM("modem", JOURNAL, LINK, AT, SOCKET),

        SESSION(
                "session",
                JOURNAL,
                JSON,
                LINK,
                IMPORTER,
                AT,
                SOCKET,
                TLS,
                MQTT,
                FLOW,
                DOCTOR,
                TLS_CLIENT,
                MBEDTLS,
                MQTT_CLIENT,
                MODEM),
        CHART("chart", JOURNAL, LINK, AT, SOCKET, TLS, FLOW, DOCTOR, SESSION),
        EXPORT("export", JOURNAL, AT, SOCKET, TLS, MBEDTLS, MQTT, DOCTOR, SESSION, CHART),
        SIM("sim", JOURNAL, JSON, LINK, AT, TLS, MQTT),

        UI(
                "ui",
                JOURNAL,
                LINK,
                AT,
                SOCKET,
                TLS,
                TLS_CLIENT,
                MBEDTLS,
                MQTT,
                MQTT_CLIENT,
                FLOW,
                DOCTOR,
                SESSION,
                CHART,
                EXPORT,
                SIM),
        CLI(
                "cli",
                JOURNAL,
                LINK,
                AT,
                SOCKET,
                TLS,
                TLS_CLIENT,
                MBEDTLS,
                MQTT,
                MQTT_CLIENT,
                DOCTOR,
                SESSION,
                EXPORT,
                SIM),
        MAIN("", SESSION, UI, CLI);

        private final String packageName;
        private final Set<Layer> mayUse;

        Layer(String name, Layer... mayUse) {
            this.packageName = name.isEmpty() ? "dev.parley" : "dev.parley." + name;
            this.mayUse = Set.of(mayUse);
        }

        static Optional<Layer> of(JavaClass type) {
            return Arrays.stream(values())
                    .filter(layer -> layer.holds(type.getPackageName()))
                    .max(Comparator.comparingInt(layer -> layer.packageName.length()));
        }

        private boolean holds(String name) {
            return name.equals(packageName) || (this != MAIN && name.startsWith(packageName + "."));
        }

        boolean isDecoder() {
            return List.of(AT, IMPORTER, SOCKET, TLS, MBEDTLS, MQTT, FLOW, DOCTOR)
                    .contains(this);
        }
    }

    private static JavaClasses parley;

    @BeforeAll
    static void readClasses() {
        parley = new ClassFileImporter()
                .importUrl(Main.class.getProtectionDomain().getCodeSource().getLocation());
    }

    @Test
    @DisplayName("every class belongs to a layer that is named here")
    void everyClassBelongsToALayer() {
        check(classes()
                .that(not(describe("module-info", type -> type.getSimpleName().equals("module-info"))))
                .should(be(describe("in a layer", type -> Layer.of(type).isPresent()))));
    }

    @ParameterizedTest(name = "{0}")
    @EnumSource
    @DisplayName("a layer uses those it may use and no other")
    void layerUsesOnlyWhatItMay(Layer layer) {
        check(noClasses()
                .that(areIn(layer))
                .should()
                .dependOnClassesThat(describe(
                        "belong to a layer other than " + layer.mayUse,
                        type -> Layer.of(type)
                                .filter(used -> used != layer && !layer.mayUse.contains(used))
                                .isPresent())));
    }

    @Test
    @DisplayName("the desktop and the command line know links by their addresses, not by their machinery")
    void onlyAddressesOfLinksAreKnownAbove() {
        check(noClasses()
                .that(areIn(Layer.UI, Layer.CLI, Layer.CHART))
                .should()
                .dependOnClassesThat(areIn(Layer.LINK)
                        .and(not(areValues()))
                        .and(not(nameStartingWith("dev.parley.link.LinkAddress")))
                        .and(not(nameStartingWith("dev.parley.link.Ports")))
                        .and(not(nameStartingWith("dev.parley.link.BaudSearch")))));
    }

    @Test
    @DisplayName("the desktop and the command line know the TLS client by its values, and never drive it")
    void onlyValuesOfTheTlsClientAreKnownAbove() {
        check(noClasses()
                .that(areIn(Layer.UI, Layer.CLI))
                .should()
                .dependOnClassesThat(areIn(Layer.TLS_CLIENT).and(not(areValues()))));
    }

    @Test
    @DisplayName("decoders do no I/O")
    void decodersDoNoInputOrOutput() {
        check(noClasses()
                .that(areDecoders())
                .should()
                .dependOnClassesThat(resideInAnyPackage("java.net..", "java.nio.channels..", "java.nio.file..")
                        .or(resideInAPackage("java.io")
                                .and(not(belongToAnyOf(
                                        ByteArrayInputStream.class,
                                        ByteArrayOutputStream.class,
                                        InputStream.class,
                                        IOException.class,
                                        Serializable.class,
                                        UncheckedIOException.class))))));
    }

    @Test
    @DisplayName("decoders start no threads")
    void decodersStartNoThreads() {
        check(noClasses()
                .that(areDecoders())
                .should()
                .dependOnClassesThat(assignableTo(Thread.class)
                        .or(assignableTo(ThreadFactory.class))
                        .or(assignableTo(Executor.class))
                        .or(assignableTo(Future.class))
                        .or(belongToAnyOf(Executors.class, Timer.class))));
    }

    @Test
    @DisplayName("decoders read no clock: the time is what the journal says")
    void decodersReadNoClock() {
        check(noClasses().that(areDecoders()).should().accessTargetWhere(readsAClock()));
    }

    @Test
    @DisplayName("JavaFX is known to the desktop only")
    void javaFxIsKnownToTheDesktopOnly() {
        checkOnly("javafx..", Layer.UI);
    }

    @Test
    @DisplayName("each library that acts on the outside is known to one layer")
    void librariesAreKnownToOneLayer() {
        checkOnly("com.fazecast..", Layer.LINK);
        checkOnly("org.eclipse.paho..", Layer.MQTT_CLIENT);
        checkOnly("io.netty..", Layer.SIM);
        checkOnly("picocli..", Layer.CLI);
        checkOnly("org.apache.commons.statistics..", Layer.DOCTOR);
    }

    @Test
    @DisplayName("only links and the simulator open sockets")
    void onlyLinksAndTheSimulatorOpenSockets() {
        check(noClasses()
                .that(not(areIn(Layer.LINK, Layer.SIM)))
                .should()
                .dependOnClassesThat(assignableTo(Socket.class)
                        .or(assignableTo(ServerSocket.class))
                        .or(assignableTo(DatagramSocket.class))
                        .or(assignableTo(NetworkChannel.class))
                        .or(resideInAnyPackage("javax.net..", "java.net.http.."))));
    }

    @Test
    @DisplayName("there is one door to the JavaFX thread, in ui.shared")
    void oneDoorToTheJavaFxThread() {
        Set<String> doors = parley.stream()
                .filter(type -> type.getAccessesFromSelf().stream()
                        .anyMatch(access -> access.getTargetOwner().isEquivalentTo(Platform.class)
                                && access.getName().equals("runLater")))
                .map(type -> outermost(type).getName())
                .collect(toCollection(TreeSet::new));

        assertThat(doors).hasSizeLessThanOrEqualTo(1).allMatch(door -> door.startsWith("dev.parley.ui.shared."));
    }

    @Test
    @DisplayName("packages do not depend on each other in a circle")
    void noCycles() {
        check(slices().matching("dev.parley.(**)").should().beFreeOfCycles());
    }

    private static void check(ArchRule rule) {
        rule.allowEmptyShould(true).check(parley);
    }

    private static void checkOnly(String library, Layer... layers) {
        check(noClasses().that(not(areIn(layers))).should().dependOnClassesThat(resideInAPackage(library)));
    }

    private static DescribedPredicate<JavaClass> areIn(Layer... layers) {
        List<Layer> wanted = List.of(layers);
        return describe(
                "are in " + wanted,
                type -> Layer.of(type).filter(wanted::contains).isPresent());
    }

    private static DescribedPredicate<JavaClass> areDecoders() {
        return describe(
                "are decoders", type -> Layer.of(type).filter(Layer::isDecoder).isPresent());
    }

    private static DescribedPredicate<JavaClass> areValues() {
        return describe("are values", type -> isValue(type));
    }

    /** A record, an enum, an exception, or an interface that only records and enums of its own package implement. */
    private static boolean isValue(JavaClass type) {
        if (type.isInterface()) {
            return !type.getAllSubclasses().isEmpty()
                    && type.getAllSubclasses().stream().allMatch(sub -> sub.isRecord() || sub.isEnum());
        }
        return type.isRecord() || type.isEnum() || type.isAssignableTo(Throwable.class);
    }

    private static DescribedPredicate<JavaAccess<?>> readsAClock() {
        return describe("reads a clock", access -> {
            JavaClass owner = access.getTargetOwner();
            return switch (access.getName()) {
                case "nanoTime", "currentTimeMillis" -> owner.isEquivalentTo(System.class);
                case "now" -> owner.getPackageName().equals("java.time");
                default -> owner.isEquivalentTo(Clock.class) && access.getName().startsWith("system");
            };
        });
    }

    private static JavaClass outermost(JavaClass type) {
        return type.getEnclosingClass().map(ArchitectureTest::outermost).orElse(type);
    }
}
