import "console"
import "hash"

// Change something, then press Ctrl+Enter.
rule suspicious_script : script demo {
  meta:
    description = "A script that downloads and runs something"
    author      = "you"

  strings:
    $download = /(curl|wget) [^\n|]{4,80}/
    $pipe     = "| sh" fullword
    $hidden   = "powershell" base64
    $xored    = "This program" xor(1-255)
    $bytes    = { 63 75 ?? 6C [1-4] 68 74 74 70 }

  condition:
    console.log("md5: ", hash.md5(0, filesize)) and
    filesize < 1MB and 2 of them
}

rule shell_script {
  strings:
    $start = "#!/bin/"

  condition:
    $start at 0
}
