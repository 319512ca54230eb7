package dev.parley.modem;

/**
 * A setting of the modem that Parley changed.
 *
 * @param name as people know it, for example {@code AT+CMEE}
 * @param before what it was
 * @param now what Parley made of it
 */
public record ChangedSetting(String name, String before, String now) {}
