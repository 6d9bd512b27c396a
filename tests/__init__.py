"""Tests; a package so that folders of tests can share helpers."""
