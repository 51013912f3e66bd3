// What a service that accepts uploads may want to know about them.

rule php_runs_decoded_code : web suspicious
{
  meta:
    description = "PHP that evaluates text it decodes first, as web shells do"
    severity = 8
  strings:
    $open = "<?php" nocase
    $eval = /\beval\s*\(\s*(base64_decode|gzinflate|str_rot13)\s*\(/ nocase
    $input = /\$_(GET|POST|REQUEST|COOKIE)\s*\[/
  condition:
    $open in (0..1024) and $eval and $input
}

rule script_behind_an_image_header : web
{
  meta:
    description = "Begins like a GIF image and goes on as a script"
  strings:
    $gif = "GIF89a"
    $script = /<(script|\?php)/ nocase
  condition:
    $gif at 0 and $script
}
