import org.jspecify.annotations.NullMarked;

/**
 * Parley: a workbench for TLS and MQTT behind cellular modems.
 *
 * <p>Nothing is exported for everybody: this is a program, not a library. A package is exported or opened only to the
 * library that has to reach into it by reflection, in the line below the one that requires the library.
 */
@NullMarked
module dev.parley {
    requires java.desktop;
    requires java.logging;
    requires jdk.net;
    requires org.jspecify;
    requires org.slf4j;

    // The desktop.
    requires atlantafx.base;
    requires javafx.controls;
    requires org.controlsfx.controls;
    requires org.kordamp.ikonli.feather;
    requires org.kordamp.ikonli.javafx;

    // The command line and the session file.
    requires info.picocli;

    opens dev.parley.cli to
            info.picocli;

    requires tools.jackson.databind;

    // The statistics of a soak.
    requires org.apache.commons.statistics.descriptive;
    requires org.apache.commons.statistics.inference;
    requires org.apache.commons.statistics.interval;

    // The links, TLS and MQTT.
    requires com.fazecast.jSerialComm;
    requires org.bouncycastle.pkix;
    requires org.bouncycastle.provider;
    requires org.bouncycastle.tls;
    requires org.eclipse.paho.client.mqttv3;
    requires org.eclipse.paho.mqttv5.client;

    provides org.eclipse.paho.client.mqttv3.spi.NetworkModuleFactory with
            dev.parley.mqtt.client.StreamModuleFactory;
    provides org.eclipse.paho.mqttv5.client.spi.NetworkModuleFactory with
            dev.parley.mqtt.client.StreamModuleFactory5;

    // The MQTT of the bench's broker and modem.
    requires io.netty.buffer;
    requires io.netty.codec;
    requires io.netty.codec.mqtt;
    requires io.netty.transport;
}
