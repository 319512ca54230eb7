package dev.parley.mqtt.client;

/** A user property of MQTT 5 (section 3.1.2.11.8): a name may stand there more than once. */
public record UserProperty(String name, String value) {}
